//! Closed vocabularies: an enum whose every variant has one written word.
//!
//! The word is written in files, in JSON and on the screen; an error offers the list of all words
//! when somebody wrote another. The meaning of a word is documented at its enum.

/// A value written as one of a fixed list of words.
pub trait Word: Copy + Sized + 'static {
    /// Name of the list's kind, for messages: "a territory".
    const WHAT: &'static str;
    /// Every value, in the order it is offered.
    const ALL: &'static [Self];
    /// Returns the word it is written as.
    fn word(self) -> &'static str;
    /// Returns the value written as a word, if there is one.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident is $what:literal {
        $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$vmeta])* $variant),+ }

        impl $crate::base::word::Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::base::word::Word::word(*self))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::base::word::Word::word(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                <Self as $crate::base::word::Word>::from_word(&word).ok_or_else(|| {
                    serde::de::Error::custom(format!("“{word}” is not {}", $what))
                })
            }
        }
    };
}
pub(crate) use words;
