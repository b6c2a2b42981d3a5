//! What is in front at the desk: the message shown, the question asked and what is recorded for it.

use scrutineer::audit::Answer;
use scrutineer::desk::Overlay;

use super::script::Script;

/// Returns the message that is shown; empty if there is none.
pub fn toast(script: &Script) -> &str {
    let toast = script.desk.toast.as_ref();
    toast.map_or("", |toast| &toast.message)
}

/// Returns the words of a screen or a paper in one line, wherever its lines break.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the id of the question in front.
pub fn asked(script: &Script) -> String {
    let ix = script.open().walk.at().expect("a question is shown");
    script.desk.library.question(ix).id.to_string()
}

/// Goes to a question by its id.
pub fn go_to(script: &mut Script, id: &str) {
    script.keys("/").typed(id).keys("Enter");
    assert_eq!(asked(script), id);
}

/// Returns what is recorded for a question.
pub fn answer<'s>(script: &'s Script, id: &str) -> &'s Answer {
    script.audit().answer(id).expect("something is recorded")
}

/// Returns the title of the form in front.
pub fn form(script: &Script) -> String {
    match script.desk.overlays.last() {
        Some(Overlay::Form(form)) => form.title.clone(),
        other => panic!("no form: {other:?}"),
    }
}
