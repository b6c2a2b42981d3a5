//! Sizes that the desk and its drawing must agree on.

/// Returns the columns of the text in an editor, from the columns of the screen.
pub fn editor_columns(screen: u16) -> usize {
    usize::from(overlay_columns(screen))
        .saturating_sub(4)
        .max(8)
}

/// Returns the columns of a form's labels with the gap after them, from those of its longest label:
/// on a narrow screen the entries need the room more.
pub fn label_columns(longest: usize, screen: u16) -> u16 {
    let most = if screen < 70 { LABEL } else { 22 };
    u16::try_from(longest + 1)
        .unwrap_or(most)
        .clamp(LABEL, most)
}

/// Returns the columns of a form's entries, from the columns of the screen: the rest beside the
/// labels.
pub fn entry_columns(screen: u16, label: u16) -> usize {
    usize::from(overlay_columns(screen))
        .saturating_sub(4 + usize::from(label))
        .max(8)
}

/// Returns the cells of a message that the two rows above the keys hold, from the columns of the
/// screen: beside the save status, and with room for words that wrap.
pub fn message_cells(screen: u16) -> usize {
    (2 * usize::from(screen)).saturating_sub(34)
}

/// The least columns of a form's labels.
const LABEL: u16 = 15;

/// Returns the columns of an overlay, from the columns of the screen.
pub fn overlay_columns(screen: u16) -> u16 {
    screen.saturating_sub(4).clamp(12, 100).min(screen.max(1))
}

/// The screen width, in columns, from which a list shows next to it what its row is about.
pub const PREVIEW: u16 = 120;

/// The screen width, in columns, from which the walk lists the questions beside the question.
pub const TWO_COLUMNS: u16 = 100;

/// The screen width, in columns, from which the walk also shows the basis of the question.
pub const THREE_COLUMNS: u16 = 148;

/// The screen width, in columns, from which a page is read with the questions next to it.
pub const READING_DESK: u16 = 160;

/// The rows of the screen from which the empty library says above its list how to begin.
pub const BEGIN_ROWS: u16 = 21;

/// Returns true if the timeline is drawn to scale above its list, from the size of the screen.
pub const fn has_scale((columns, rows): (u16, u16)) -> bool {
    columns >= 120 && rows >= 30
}

/// The smallest usable screen, columns and rows: below it a plain message is shown.
pub const SMALLEST: (u16, u16) = (40, 12);
