//! Pages to read: the marks, the reasons for a question, notices.

use super::glyph;
use super::text::WrappedText;
use super::theme::{Role, Theme, of_level, of_state};
use crate::base::Word as _;
use crate::checklist::{Checked, Library, QuestionIx, QuestionKind, State, Status};
use crate::desk::action::keyed;
use crate::desk::action::spec;
use crate::desk::overlay::PageKind;
use crate::desk::{Action, Desk, KeyPlace, OpenAudit};
use crate::findings::Level;
use crate::findings::two_people::SummaryPart;
use crate::report::words;

/// Returns the title of a page.
pub(super) const fn title(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Marks => "The marks",
        PageKind::Why(_) => "Why am I seeing this?",
        PageKind::Adding => "Reading",
        PageKind::Comparing => "Comparing …",
        PageKind::Surveying => "Counting …",
        PageKind::Edition => "The checklists have changed",
        PageKind::Merge => "Merge another person’s audit",
        PageKind::Together => "All marked questions together",
        PageKind::Going => "Go to another place in the history",
        PageKind::Told => "Please note",
        PageKind::Glossary => "Words of council papers",
        PageKind::Settle { .. } => "Was it so then, or only later?",
        PageKind::Reply(_) => "The reply is kept as the council’s answer",
    }
}

/// Builds a page for a width.
pub(super) fn build<'t>(
    desk: &Desk,
    kind: PageKind,
    theme: &'t Theme,
    columns: u16,
) -> WrappedText<'t> {
    let mut page = WrappedText::new(theme, columns);
    match kind {
        PageKind::Marks => marks(&mut page, theme),
        PageKind::Why(ix) => why(desk, ix, &mut page, theme),
        PageKind::Adding => {
            match &desk.adding {
                Some(reading) => page.text(&reading.label(), Role::Text),
                None => page.text("The file is being read.", Role::Text),
            };
            page.gap();
            page.text(
                &keyed!(
                    "Press {stop} to stop it; nothing is changed then.",
                    stop = StopAdding
                ),
                Role::Muted,
            );
        }
        PageKind::Comparing | PageKind::Surveying => {
            let says = match kind {
                PageKind::Surveying => "Your audits are being read and counted together.",
                _ => "The two papers are being compared.",
            };
            page.text(says, Role::Text);
            page.gap();
            page.text(
                &keyed!("Press {stop} to leave it.", stop = StopAdding),
                Role::Muted,
            );
        }
        PageKind::Merge => merge(desk, &mut page),
        PageKind::Together => together(desk, &mut page),
        PageKind::Going => going(desk, &mut page),
        PageKind::Edition => edition(desk, &mut page),
        PageKind::Settle {
            question, place, ..
        } => settle(desk, question, place, &mut page),
        PageKind::Reply(at) => reply(desk, at, &mut page, theme),
        PageKind::Glossary => glossary(desk, &mut page),
        PageKind::Told => {
            for sentence in &desk.told {
                page.bullet(sentence, Role::Text);
                page.gap();
            }
        }
    }
    page
}

/// Shows what a merge would change.
fn merge(desk: &Desk, page: &mut WrappedText<'_>) {
    let Some(merging) = desk.open.as_ref().and_then(|open| open.merging.as_ref()) else {
        return;
    };
    page.text(&format!("From {}", merging.name), Role::Muted);
    page.text(
        &keyed!(
            "Nothing is changed yet. Press {merge} to merge, {leave} to leave it.",
            merge = MergeNow,
            leave = LeaveMerge
        ),
        Role::Muted,
    );
    page.gap();
    add_parts(merging.summary.parts(false, false), page);
}

/// Shows the answers under checklists that have changed.
fn edition(desk: &Desk, page: &mut WrappedText<'_>) {
    let Some(review) = desk.open.as_ref().and_then(|open| open.edition.as_ref()) else {
        return;
    };
    page.text(
        &keyed!(
            "Nothing is changed yet. Press {agree} to agree, {leave} to leave it.",
            agree = AgreeEdition,
            leave = LeaveEdition
        ),
        Role::Muted,
    );
    page.gap();
    add_parts(review.parts(), page);
}

/// Shows what an order would do to all marked questions.
fn together(desk: &Desk, page: &mut WrappedText<'_>) {
    let Some(together) = desk.open.as_ref().and_then(|open| open.together.as_ref()) else {
        return;
    };
    let says = match (&together.order, together.change()) {
        (None, _) => keyed!(
            "Nothing is changed yet. Press {met}, {partly}, {not_met}, {no_evidence}, {withheld} \
             or {not_applicable} to answer them all, {note} to add a line to each note, {clear} to \
             clear them, {confirm} to confirm them.",
            met = AnswerMet,
            partly = AnswerPartly,
            not_met = AnswerNotMet,
            no_evidence = AnswerNoEvidence,
            withheld = AnswerWithheld,
            not_applicable = AnswerNotApplicable,
            note = Note,
            clear = ClearAnswer,
            confirm = ConfirmAnswer
        ),
        (Some(_), None) => keyed!(
            "Nothing would change. Press another key to choose again, {leave} to leave it.",
            leave = LeaveTogether
        ),
        (Some(_), Some(_)) => keyed!(
            "Nothing is changed yet. Press {act} to do it as one change, {leave} to leave it.",
            act = DoTogether,
            leave = LeaveTogether
        ),
    };
    page.text(&says, Role::Muted);
    page.gap();
    add_parts(together.parts(&desk.library), page);
}

/// Shows what going to another place in the history would change.
fn going(desk: &Desk, page: &mut WrappedText<'_>) {
    let Some(going) = desk.open.as_ref().and_then(|open| open.going.as_ref()) else {
        return;
    };
    page.text(
        &keyed!(
            "Nothing is changed yet. Press {go} to go there, {leave} to leave it. Nothing is lost: \
             you can come forward again.",
            go = GoInHistory,
            leave = StayInHistory
        ),
        Role::Muted,
    );
    page.gap();
    add_parts(going.parts(&desk.library), page);
}

/// Adds the parts of a summary.
pub(super) fn add_parts(parts: Vec<SummaryPart>, page: &mut WrappedText<'_>) {
    for part in parts {
        match part {
            SummaryPart::Heading(says) => page.gap().text(&says, Role::Title),
            SummaryPart::Text(says) => page.text(&says, Role::Text),
            SummaryPart::Item(says) => page.bullet(&says, Role::Text),
            SummaryPart::Under(says) => page.item("   ", &says, Role::Muted),
        };
    }
}

/// Explains the words of council papers, those met in front first.
fn glossary(desk: &Desk, page: &mut WrappedText<'_>) {
    let glossary = desk.glossary();
    let met = if desk.screen_place() == KeyPlace::PAGE_VIEW {
        "On this page"
    } else {
        "In this question and its passage"
    };
    if glossary.met.is_empty() {
        page.text("No word of the list is used here.", Role::Muted);
    }
    for (title, terms) in [
        (met, &glossary.met),
        ("Other words", &glossary.others),
        ("Words of other nations", &glossary.elsewhere),
    ] {
        if terms.is_empty() {
            continue;
        }
        page.heading(title);
        for ix in terms {
            let term = desk.library.term(*ix);
            let place = term
                .place()
                .map_or_else(String::new, |place| format!(" ({place})"));
            page.gap();
            page.text(&format!("{}{place}", term.word), Role::Key);
            page.item(" ", &term.meaning, Role::Text);
            if !term.also.is_empty() {
                page.item(" ", &format!("Also: {}", term.also.join("; ")), Role::Muted);
            }
            if term.checked == Checked::Unverified {
                page.item(
                    " ",
                    "This meaning was not checked against a source.",
                    Role::Caution,
                );
            }
        }
    }
}

/// Asks which time a piece of evidence tells of.
fn settle(desk: &Desk, ix: QuestionIx, place: usize, page: &mut WrappedText<'_>) {
    let Some(open) = &desk.open else { return };
    let question = desk.library.question(ix);
    page.text(&question.ask, Role::Title);
    page.gap();
    let audit = open.audit();
    let answer = audit.answer_of(&desk.library, ix);
    if let Some(evidence) = answer.and_then(|one| one.evidence.get(place)) {
        page.item(
            &format!("Evidence {}", place + 1),
            &words::origin(audit, evidence),
            Role::Text,
        );
        if let Some(quote) = &evidence.quote {
            page.item("  ", &format!("“{}”", quote.trim()), Role::Muted);
        }
        page.gap();
    }
    page.text(
        &keyed!(
            "This paper is later than the decision. Is it about then ({then}) or about what came \
             later ({later})?",
            then = ShowsThen,
            later = ShowsLater
        ),
        Role::Caution,
    );
    page.gap();
    page.text(
        &keyed!(
            "Then: what was or was not done before the decision, as in “no assessment was made \
             before it”. Later: what turned out afterwards, which does not decide the question. \
             Press {leave} to settle it another time; until then it proves nothing.",
            leave = SettleLater
        ),
        Role::Muted,
    );
}

/// Shows what a reply may change, key by key.
fn reply(desk: &Desk, at: usize, page: &mut WrappedText<'_>, theme: &Theme) {
    let (Some(open), Some(put)) = (&desk.open, desk.put(at)) else {
        return;
    };
    page.text(&put.ask, Role::Title);
    let who = match put.who_replied() {
        "" => String::new(),
        who => format!(", {who}"),
    };
    let when = put.replied.or(put.on).map_or_else(String::new, |day| {
        format!(", {}", crate::wording::say_day(day))
    });
    let said = match put.reply.trim() {
        "" => String::new(),
        reply => format!(": “{reply}”"),
    };
    page.text(
        &format!("{}{who}{when}{said}", put.outcome.label()),
        Role::Text,
    );
    page.heading("It bears on");
    for ix in desk.judgements_of(put) {
        let state = State::from(open.findings.answered(ix).status);
        page.item(
            glyph::of_state(theme, state),
            &format!(
                "{} {} {}",
                desk.library.question(ix).short,
                glyph::dash(theme),
                state.label()
            ),
            of_state(state),
        );
    }
    page.heading("What our answer would become, and what would follow");
    for one in desk.proposals(put) {
        let key = spec(Action::of_status(one.status)).key();
        let key = key.map(|key| key.to_string()).unwrap_or_default();
        let proposed = if one.suggested { " (proposed)" } else { "" };
        let follows = match one.follows.as_str() {
            "" => "nothing else changes",
            follows => follows,
        };
        page.item(
            &key,
            &format!("{}{proposed}: {follows}", one.status.label()),
            of_state(one.status.state()),
        );
    }
    page.gap();
    page.text(
        &keyed!(
            "The reply is evidence, not a verdict. Press {leave} to leave our answers as they are.",
            leave = LeaveReply
        ),
        Role::Muted,
    );
}

fn marks(page: &mut WrappedText<'_>, theme: &Theme) {
    page.heading("Answers");
    let answers = Status::ALL.iter().map(|status| status.state());
    for state in answers.chain([State::Unanswered]) {
        let says = state.spec().caption;
        page.item(glyph::of_state(theme, state), says, of_state(state));
    }
    page.item(
        glyph::core(theme),
        "a core question: no verdict before it has an answer",
        Role::Key,
    );
    page.item(
        glyph::marked(theme),
        "a question you have marked, to be answered together",
        Role::Key,
    );
    page.heading("Flags");
    for level in [
        Level::Breach,
        Level::Undermines,
        Level::Departure,
        Level::Gap,
    ] {
        page.item(
            glyph::of_level(theme, level),
            level.label(),
            of_level(level),
        );
    }
    page.item(glyph::strength(theme), "a strength", Role::Good);
    page.gap();
    page.text(
        &keyed!(
            "Every answer is saved the moment it is given. Press {undo} to undo, step by step, to \
             the very beginning. This program is an aid, not legal advice.",
            undo = Undo
        ),
        Role::Muted,
    );
}

fn why(desk: &Desk, ix: QuestionIx, page: &mut WrappedText<'_>, theme: &Theme) {
    let Some(open) = &desk.open else { return };
    let library = &desk.library;
    let question = library.question(ix);
    page.text(&question.ask, Role::Title);
    page.gap();
    if question.core {
        page.text(
            "It is a core question: there is no verdict before it has an answer.",
            Role::Text,
        );
    }
    let asking = open.findings.asking(ix);
    for says in asked_because(library, open, ix) {
        page.text(says, Role::Text);
    }
    let (here, elsewhere): (Vec<_>, Vec<_>) = question
        .decides
        .iter()
        .copied()
        .partition(|ix| open.findings.applies(*ix).is_shown());
    if !here.is_empty() {
        page.heading("It decides, here");
        for ix in here {
            let requirement = library.requirement(ix);
            page.bullet(
                &format!(
                    "{} ({})",
                    requirement.cited(&open.findings.place),
                    requirement.force.label()
                ),
                Role::Text,
            );
            page.item(" ", &open.findings.why(library, ix), Role::Muted);
        }
    }
    if !asking.flags.is_empty() {
        page.heading("It can raise, here");
        for ix in &asking.flags {
            let fired = open.findings.fired(*ix).map_or(String::new(), |fired| {
                format!(" (fired: {})", fired.level.label())
            });
            let short = &library.flag(*ix).short;
            page.bullet(&format!("{short}{fired}"), Role::Text);
        }
    }
    if !asking.strengths.is_empty() {
        page.heading("It can show, here");
        for ix in &asking.strengths {
            page.bullet(&library.strength(*ix).title, Role::Text);
        }
    }
    if !elsewhere.is_empty() {
        page.heading("It would decide at another place or date");
        for ix in elsewhere {
            let requirement = library.requirement(ix);
            page.bullet(requirement.cited(&open.findings.place), Role::Muted);
            page.item(" ", &open.findings.why(library, ix), Role::Muted);
        }
    }
    page.gap();
    let place = open.findings.place;
    let day = crate::wording::say_day(place.judged);
    let how = if place.decided {
        "the day of the decision"
    } else {
        "today, since no decision is dated"
    };
    page.text(
        &keyed!(
            "The law is judged at {day}: {how}. Press {profile} to change the review’s place and \
             date.",
            profile = Profile
        ),
        Role::Muted,
    );
    page.text(
        &format!(
            "{} {} {}",
            question.id,
            glyph::dot(theme),
            library.file(question.file).title
        ),
        Role::Muted,
    );
}

/// Returns the reasons for asking a question, or for not asking it, that no list on the page gives.
fn asked_because(
    library: &Library,
    open: &OpenAudit,
    ix: QuestionIx,
) -> impl Iterator<Item = &'static str> {
    let question = library.question(ix);
    let findings = &open.findings;
    let asking = findings.asking(ix);
    let answered = !findings.answered(ix).is_untouched();
    let fact = question.kind != QuestionKind::Judgement;
    let reasons = [
        (
            question.full,
            "It is kept for the full audit, which asks more than is needed for a verdict.",
        ),
        (
            fact,
            "It asks for a fact of the review, which decides what else is asked and said.",
        ),
        (
            asking.unattached && !fact,
            "No law, guidance or flag refers to it: its checklist asks it of every review.",
        ),
        (
            !asking.arises,
            "By its own dates or by your facts it does not arise for this review.",
        ),
        (
            asking.arises && !findings.is_asked_in_full(ix),
            "Nothing at this place and date depends on it.",
        ),
        (answered, "It has an answer, and an answer is never hidden."),
    ];
    reasons
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, says)| says)
}
