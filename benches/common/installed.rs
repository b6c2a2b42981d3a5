//! A program as those have it who installed it.

use std::path::{Path, PathBuf};

/// Copies a program, and returns where the copy is.
///
/// What the linker wrote a moment ago lies in the system's memory page by page, and starts up to 0.7 ms
/// later than a program that was unpacked or copied, as every installed one was.
pub(crate) fn installed(program: &Path) -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(program.file_name().expect("a name"));
    let _ = std::fs::remove_file(&copy);
    std::fs::copy(program, &copy).expect("a copy");
    copy
}
