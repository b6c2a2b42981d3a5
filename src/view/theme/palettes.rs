//! The palettes: the colour of every role, in every theme and at every depth.

use super::Role;

/// A colour at every depth: red, green and blue; one of 256; one of the terminal's own sixteen.
pub(super) type Tint = (u32, u8, u8);

/// The colours of a theme.
#[derive(Debug)]
pub(super) struct Palette {
    /// The ground.
    pub(super) ground: Tint,
    /// The tints of the roles, in their order; with a second number, words in it are drawn on that
    /// one of the sixteen colours.
    tints: &'static [(Role, Tint, Option<u8>)],
}

impl Palette {
    /// Returns the tint of a role.
    pub(super) fn of(&self, role: Role) -> (Tint, Option<u8>) {
        let found = self.tints.iter().find(|(one, ..)| *one == role);
        found.map_or((self.ground, None), |(_, tint, block)| (*tint, *block))
    }
}

macro_rules! palette {
    ($(#[$meta:meta])* $name:ident on $ground:tt; $($role:ident $rgb:literal $many:literal $sixteen:literal $(on $block:literal)?;)+) => {
        $(#[$meta])*
        pub(super) static $name: Palette = Palette {
            ground: palette!(@tint $ground),
            tints: &[$((Role::$role, ($rgb, $many, $sixteen), palette!(@block $($block)?))),+],
        };
    };
    (@tint ($rgb:literal $many:literal $sixteen:literal)) => { ($rgb, $many, $sixteen) };
    (@block) => { None };
    (@block $block:literal) => { Some($block) };
}

palette! {
    /// Light words on a dark ground.
    DARK on (0x1c_1c_1c 234 0);
    Text      0xe4_e4_e4 254 7;
    Muted     0xa8_a8_a8 248 7;
    Title     0xff_ff_ff 231 15;
    Heading   0x87_af_d7 110 14;
    Key       0x5f_d7_d7  80 14;
    Border    0x76_76_76 243 7;
    Focus     0x5f_d7_d7  80 14;
    Found     0xff_d7_5f 221 11;
    Selection 0xe4_e4_e4 254 7;
    Good      0x5f_af_ff  75 10;
    Middling  0xff_d7_5f 221 11;
    Bad       0xff_87_5f 209 11;
    Grave     0xff_6b_6b 203 15 on 1;
    Withheld  0xd7_87_d7 176 15;
    Gap       0xd0_d0_d0 252 7;
    Open      0xe4_e4_e4 254 7;
    Caution   0xd7_af_5f 179 11;
    Error     0xff_6b_6b 203 15 on 1;
}

palette! {
    /// Dark words on a light ground.
    LIGHT on (0xff_ff_ff 231 15);
    Text      0x1c_1c_1c 234 0;
    Muted     0x58_58_58 240 0;
    Title     0x00_00_00  16 0;
    Heading   0x00_5f_87  24 4;
    Key       0x00_5f_af  25 4;
    Border    0x76_76_76 243 8;
    Focus     0x00_5f_af  25 4;
    Found     0x87_00_87  90 5;
    Selection 0x1c_1c_1c 234 0;
    Good      0x00_5f_d7  26 4;
    Middling  0x5f_5f_00  58 5;
    Bad       0xaf_4b_00 130 1;
    Grave     0xb0_00_00 124 15 on 1;
    Withheld  0x87_00_87  90 5;
    Gap       0x44_44_44 238 0;
    Open      0x1c_1c_1c 234 0;
    Caution   0x87_5f_00  94 5;
    Error     0xb0_00_00 124 15 on 1;
}

palette! {
    /// The strongest contrast, on black.
    HIGH_CONTRAST on (0x00_00_00 16 0);
    Text      0xff_ff_ff 231 15;
    Muted     0xd7_d7_d7 188 15;
    Title     0xff_ff_ff 231 15;
    Heading   0xff_ff_00 226 11;
    Key       0x00_ff_ff  51 14;
    Border    0xff_ff_ff 231 15;
    Focus     0x00_ff_ff  51 14;
    Found     0xff_ff_00 226 11;
    Selection 0xff_ff_ff 231 15;
    Good      0x5f_ff_5f  83 10;
    Middling  0xff_ff_00 226 11;
    Bad       0xff_af_5f 215 11;
    Grave     0xff_9b_9b 217 15 on 1;
    Withheld  0xff_87_ff 213 15;
    Gap       0xff_ff_ff 231 15;
    Open      0xff_ff_ff 231 15;
    Caution   0xff_d7_00 220 11;
    Error     0xff_9b_9b 217 15 on 1;
}

palette! {
    /// Colours that the common kinds of colour blindness can tell apart, after Okabe and Ito.
    COLOUR_BLIND on (0x12_12_12 233 0);
    Text      0xe4_e4_e4 254 7;
    Muted     0xa8_a8_a8 248 7;
    Title     0xff_ff_ff 231 15;
    Heading   0x9f_c9_e8 153 15;
    Key       0xff_ff_ff 231 15;
    Border    0x76_76_76 243 7;
    Focus     0x56_b4_e9  74 14;
    Found     0xf0_e4_42 227 11;
    Selection 0xe4_e4_e4 254 7;
    Good      0x56_b4_e9  74 14;
    Middling  0xf0_e4_42 227 11;
    Bad       0xe6_9f_00 214 11;
    Grave     0xda_60_0e 202 15 on 1;
    Withheld  0xf4_c4_e0 225 15;
    Gap       0xd0_d0_d0 252 7;
    Open      0xe4_e4_e4 254 7;
    Caution   0xe6_9f_00 214 11;
    Error     0xda_60_0e 202 15 on 1;
}
