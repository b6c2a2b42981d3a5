//! Indexes into the loaded library: one type for each kind of entry, made by the loader alone.

macro_rules! index {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(in crate::checklist) usize);

        impl $name {
            /// Returns its place in the library, counted from 0.
            pub const fn place(self) -> usize {
                self.0
            }
        }
    };
}

index!(/// A section of the loaded library.
    SectionIx);
index!(/// A question of the loaded library.
    QuestionIx);
index!(/// A requirement of the loaded library.
    RequirementIx);
index!(/// A flag of the loaded library.
    FlagIx);
index!(/// A strength of the loaded library.
    StrengthIx);
index!(/// A precedent of the loaded library.
    PrecedentIx);
index!(/// A trap of the loaded library.
    TrapIx);
index!(/// A time limit of the loaded library.
    DeadlineIx);
index!(/// A word of the glossary of the loaded library.
    TermIx);
index!(/// A checklist file of the loaded library.
    FileIx);
