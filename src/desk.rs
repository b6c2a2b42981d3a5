//! The headless program: what the user sees and does, apart from any screen.
//!
//! [`Desk`] is the whole state; [`Desk::update`] takes one message and answers with effects. The
//! desk opens no file, draws nothing, and asks no clock: the time comes with every message.

pub mod key;
pub mod message;

use chrono::{DateTime, NaiveDate, Utc};

pub use key::{Code, Key};
pub use message::{Effect, ListedAudit, Message, OpenedAudit, Outcome};

use crate::checklist::Library;
use std::sync::Arc;

/// The whole state of the program.
#[derive(Debug)]
pub struct Desk {
    /// The loaded checklists.
    pub library: Arc<Library>,
}

/// What a desk is set up with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The loaded checklists.
    pub library: Arc<Library>,
    /// Who is using the program: goes into the history.
    pub who: String,
    /// The day, for the user.
    pub today: NaiveDate,
    /// What is to be told at the start (a checklist of the user's that could not be read).
    pub notices: Vec<String>,
}

impl Desk {
    /// A desk with the library in front.
    pub fn new(setup: Setup) -> (Self, Vec<Effect>) {
        (Self { library: setup.library }, vec![Effect::List])
    }

    /// Takes one message.
    pub fn update(&mut self, _message: Message, _now: DateTime<Utc>) -> Vec<Effect> {
        Vec::new()
    }
}
