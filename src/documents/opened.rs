//! Opens a file that a person named, without waiting for whoever is at the other end of a pipe.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use super::error::{Fault, NoFileThere};

/// Opens a file for reading; a pipe or a device in its place is refused at once.
///
/// # Errors
/// The system's own error, [`io::ErrorKind::IsADirectory`] for a folder, or one that
/// `Fault::from_io` tells as a pipe or a device.
pub fn open_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, NoFileThere));
    }
    Ok(file)
}

/// Returns the fault for which a file cannot be opened, if there is one.
pub fn fault_at(path: &Path) -> Option<Fault> {
    open_file(path).err().map(|error| Fault::from_io(&error))
}
