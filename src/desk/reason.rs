//! The reason why an action cannot be done now, in words.

/// The reason why an action cannot be done now, as the middle of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DisabledReason(String);

impl From<String> for DisabledReason {
    fn from(reason: String) -> Self {
        Self(reason)
    }
}

impl From<&str> for DisabledReason {
    fn from(reason: &str) -> Self {
        Self(reason.to_owned())
    }
}
