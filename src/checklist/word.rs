//! Closed vocabularies: an enum whose every variant has one written word.
//!
//! The word is what stands in a file, in JSON and on the screen; a list of all words is what an
//! error offers when somebody wrote another. What a word *means* is said where its enum is.

/// A value written as one of a fixed list of words.
pub trait Word: Copy + Sized + 'static {
    /// What the list is a list of, for messages: "a territory".
    const WHAT: &'static str;
    /// Every value, in the order it is offered.
    const ALL: &'static [Self];
    /// The word it is written as.
    fn word(self) -> &'static str;
    /// The value a word stands for.
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

        impl $crate::checklist::word::Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::checklist::word::Word::word(*self))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::checklist::word::Word::word(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                <Self as $crate::checklist::word::Word>::from_word(&word).ok_or_else(|| {
                    serde::de::Error::custom(format!("“{word}” is not {}", $what))
                })
            }
        }
    };
}
pub(crate) use words;
