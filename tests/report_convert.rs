//! The papers in other people's programs: LibreOffice and Chromium turn them into PDF. It is
//! ignored unless it is asked for: `cargo test -- --ignored report_convert`.

use std::process::Command;

#[test]
#[ignore = "needs LibreOffice, Chromium and poppler, and half a minute"]
fn other_programs_open_the_papers_and_find_what_stands_in_them() {
    let done = Command::new("sh")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/convert.sh"))
        .arg(env!("CARGO_BIN_EXE_scrutineer"))
        .output()
        .expect("there is a shell");
    let said = String::from_utf8_lossy(&done.stdout);
    eprintln!("{said}");
    assert!(
        done.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
}
