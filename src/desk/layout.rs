//! Sizes that both the desk and its drawing must agree on.

/// The columns of the text in an editor over a screen of so many columns.
pub fn editor_columns(screen: u16) -> usize {
    usize::from(overlay_columns(screen))
        .saturating_sub(4)
        .max(8)
}

/// The columns of the entry part of a form: what the labels leave.
pub fn entry_columns(screen: u16) -> usize {
    usize::from(overlay_columns(screen))
        .saturating_sub(4 + usize::from(LABEL))
        .max(8)
}

/// The columns of a form's labels.
pub const LABEL: u16 = 15;

/// The columns of anything that lies over a screen.
pub fn overlay_columns(screen: u16) -> u16 {
    screen.saturating_sub(4).clamp(12, 100).min(screen.max(1))
}

/// From this many columns on, the walk shows the list of questions beside the question.
pub const TWO_COLUMNS: u16 = 100;

/// From this many columns on, it shows what the question rests on as well.
pub const THREE_COLUMNS: u16 = 132;

/// Below this there is no room for anything: a plain message is shown.
pub const SMALLEST: (u16, u16) = (40, 12);
