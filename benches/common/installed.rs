//! A program as those have it who installed it.

use std::path::{Path, PathBuf};

/// Copies a program, and returns where the copy is.
///
/// Until the machine is started again, a file lies in the system's memory as it was written: one and the
/// same program takes 16 to 21 MB, and starts 0.7 ms sooner or later. So the copy is forgotten there, and
/// its first start reads it from the disk.
pub(crate) fn installed(program: &Path) -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(program.file_name().expect("a name"));
    let _ = std::fs::remove_file(&copy);
    std::fs::copy(program, &copy).expect("a copy");
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{Advice, fadvise};
        let file = std::fs::File::open(&copy).expect("it is there");
        file.sync_all().expect("it is on the disk");
        fadvise(&file, 0, None, Advice::DontNeed).expect("it is forgotten");
    }
    copy
}
