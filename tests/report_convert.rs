//! The papers in other people's programs: LibreOffice and Chromium turn them into PDF. It takes
//! half a minute and needs those programs, so it runs only where it is asked for.

use std::process::Command;

#[test]
fn other_programs_open_the_papers_and_find_what_stands_in_them() {
    if std::env::var_os("SCRUTINEER_CONVERT").is_none_or(|asked| asked != "1") {
        eprintln!("skipped: set SCRUTINEER_CONVERT=1 to have the papers converted");
        return;
    }
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
