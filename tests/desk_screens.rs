//! Screens.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]
mod support;
use support::Script;

#[test]
fn look() {
    let mut s = Script::new();
    println!("{}", s.screen(80, 24));
    println!("{}", s.screen(120, 36));
    s.keys("Enter");
    println!("{}", s.screen(120, 36));
    s.keys("Tab");
    println!("{}", s.screen(120, 36));
    s.keys("Esc n");
    println!("{}", s.screen(80, 24));
    s.keys("Esc n")
        .typed("Anytown Council")
        .keys("Tab")
        .typed("Home care")
        .keys("C-s");
    println!("{}", s.screen(80, 24));
    s.keys("n e n");
    println!("{}", s.screen(120, 36));
    println!("{}", s.screen(200, 50));
    s.keys("?");
    println!("{}", s.screen(80, 24));
    s.keys("Esc /").typed("union");
    println!("{}", s.screen(80, 24));
    s.keys("Esc v");
    println!("{}", s.screen(80, 24));
}
