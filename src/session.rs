//! One audit in use, for the desk and the command line alike: opened, changed, saved, with the
//! user's settings. Nothing here prints or draws.

mod change;
pub mod settings;

pub use change::{Changing, NotChanged};
