//! One audit in use, for the desk and the command line alike: opened, changed, saved, papers read for
//! it, with the user's settings. Nothing here prints or draws.

mod bundle;
mod change;
mod papers;
pub mod settings;
mod survey;
mod two_people;
mod unpack;

pub use bundle::{
    Bundle, BundleCheck, BundleChoice, Bundled, BundledFile, Manifest, NotABundle, NotBundled,
    PaperFile, PaperLeftOut, WrittenPaper, is_bundle,
};
pub use change::{Changing, NotChanged};
pub use papers::{ReadPapers, read_papers};
pub use survey::{RowMaker, SurveyedFiles, survey_files};
pub use two_people::{NotMergeable, TakenOver, Theirs, plan_merge};
pub use unpack::{Taken, folder_beside, take_out};
