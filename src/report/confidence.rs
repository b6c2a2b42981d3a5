//! Limits the parts of an audit that go into a questionnaire: normally only which review it is
//! about; on request the answers too, without anything given in confidence. That stays out of the
//! papers that go to the other side without a warning as well, and out of a bundle.
//!
//! The report is built from an audit that contains no more than that, so no format and no column
//! can give away anything left out here.

use std::collections::{BTreeMap, HashMap};

use crate::audit::{Answer, Audit, CouncilQuestion, Document, Evidence, Request, Review};

use super::{Source, private, words};
use crate::wording::one_line;

/// Returns an audit to build a questionnaire from, and the number of documents left out as
/// confidential.
///
/// Authority, service and nation stay in all of them: they are public, they say which review is
/// asked about, and the law differs from nation to nation.
pub(super) fn for_a_colleague(source: &Source<'_>) -> (Audit, usize) {
    let audit = source.audit;
    if !source.setting.with_answers {
        let review = Review {
            territory: audit.review.territory,
            ..Review::named(&audit.review.authority, &audit.review.service)
        };
        return (Audit::new(review), 0);
    }
    let secret = Secret::of(audit);
    let seen = private::without(audit);
    let mut open = seen.clone();
    open.documents = (seen.documents.iter())
        .filter(|one| !one.is_in_confidence())
        .map(|one| secret.document(one))
        .collect();
    for answer in open.answers.values_mut() {
        let by = source.meta.author.prints(&answer.by);
        let open = secret.answer(&seen, answer);
        *answer = Answer { by, ..open };
    }
    let left_out = audit.documents.len() - open.documents.len();
    (open, left_out)
}

/// Returns an audit to hand on as a file: without anything private, and without the papers seen in
/// confidence and every text that gives one away, except for the papers named.
///
/// The paths of files stay: whoever writes the bundle gives them their places in it.
pub fn for_a_bundle(audit: &Audit, named: &[String]) -> Audit {
    // A paper that was named is as open as any other.
    let mut seen = audit.clone();
    for document in &mut seen.documents {
        if named.contains(&document.id) {
            document.access = None;
        }
    }
    let mut open = private::without(&seen);
    for (id, answer) in &mut open.answers {
        let ours = audit
            .answers
            .get(id)
            .and_then(|one| one.disagreement.clone());
        answer.disagreement = ours.map(private::open_disagreement);
    }
    let secret = Secret::of(&seen);
    if !secret.words.is_empty() {
        // As it is without anything private: a document may have another name by now.
        secret.leave_out(&open.clone(), &mut open);
    }
    for document in &mut open.documents {
        let before = audit.document(&document.id);
        document.access = before.map_or(document.access, |one| one.access);
    }
    open
}

/// Returns an audit for a paper that goes to the other side with no warning over it: nothing in it has a
/// word of what was given in confidence.
///
/// Evidence from such a paper stays as a bare mark, which [`words::is_confidential`] knows, so that the
/// paper can say that there is some. The note beside it goes, for it tells what the evidence says.
pub(super) fn for_the_other_side(audit: &Audit) -> Audit {
    let mut open = audit.clone();
    let Some(first) = audit.documents.iter().find(|one| one.is_in_confidence()) else {
        return open;
    };
    let secret = Secret::in_papers(audit);
    let mark = || Evidence {
        document: Some(first.id.clone()),
        ..Evidence::default()
    };
    for text in [&mut open.review.note, &mut open.review.date_note] {
        *text = secret.without(text.as_ref());
    }
    for answer in open.answers.values_mut() {
        let mut held = false;
        for one in &mut answer.evidence {
            if words::is_confidential(audit, one) || secret.is_said_by(one) {
                held = true;
                *one = mark();
            }
            for text in [&mut one.printed_page, &mut one.paragraph, &mut one.locator] {
                *text = secret.without(text.as_ref());
            }
        }
        if held {
            answer.note.clear();
            answer.contested = None;
        }
        secret.clear(&mut answer.note);
        answer.contested = secret.without(answer.contested.as_ref());
        answer.request = answer.request.take().filter(|one| !secret.is_asked(one));
    }
    open.puts.retain(|one| !secret.is_put(one));
    open.events.retain(|one| !secret.is_in(&one.what));
    for event in &mut open.events {
        let told = |one: &Evidence| words::is_confidential(audit, one) || secret.is_said_by(one);
        event.evidence.retain(|one| !told(one));
    }
    // The decision's own words and the names of those who sign are public, whoever else has them.
    for text in [
        &mut open.notice.parts.consequence,
        &mut open.notice.parts.instead,
    ] {
        secret.clear(text);
    }
    for (document, number) in open.documents.iter_mut().zip(1..) {
        if document.is_in_confidence() {
            document.title.clear();
            document.from = None;
            document.url = None;
        } else if secret.is_in(&document.title) {
            document.title = format!("Paper {number}");
        }
    }
    open
}

/// The number of words in a row that give a quotation away.
const IN_A_ROW: usize = 4;

/// The folded words that identify confidential documents: their titles and ids, their senders, and
/// quotations from them, whole or a few words in a row.
pub(super) struct Secret {
    /// By the first word of each: of the many, a text is held to those alone that it has the word of.
    words: HashMap<String, Vec<String>>,
    titles: Vec<String>,
}

impl Secret {
    pub(super) fn of(audit: &Audit) -> Self {
        let documents = || audit.documents.iter().filter(|one| one.is_in_confidence());
        let mut secret = Self::in_papers(audit);
        for one in documents() {
            secret.add(&fold(&one.id));
            secret.add(&fold(one.from.as_deref().unwrap_or_default()));
        }
        secret
    }

    /// Returns what a paper for the other side may not say.
    ///
    /// No paper prints an id, which may be a word as common as “report”. The council as the sender gives
    /// nobody away, and without its name no paper can be written.
    fn in_papers(audit: &Audit) -> Self {
        let documents = || audit.documents.iter().filter(|one| one.is_in_confidence());
        let authority = fold(&audit.review.authority);
        let is_the_council =
            |from: &String| ["council", "the council", &authority].contains(&fold(from).as_str());
        let named = documents().flat_map(|one| {
            let from = one.from.as_ref().filter(|from| !is_the_council(from));
            [Some(&one.title), from].into_iter().flatten()
        });
        let quotes = audit
            .evidence()
            .filter(|one| words::is_confidential(audit, one))
            .filter_map(|one| one.quote.as_ref());
        let mut secret = Self {
            words: HashMap::new(),
            titles: documents().map(|one| fold(&one.title)).collect(),
        };
        for text in named {
            secret.add(&fold(text));
        }
        for quote in quotes.map(|text| fold(text)) {
            let parts: Vec<&str> = quote.split(' ').collect();
            for some in parts.windows(IN_A_ROW) {
                secret.add(&some.join(" "));
            }
            secret.add(&quote);
        }
        secret
    }

    /// Adds folded words, without the signs around them: another text has others there.
    fn add(&mut self, words: &str) {
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some((_, first)) = each_word(words).next() {
            let known = self.words.entry(first.to_owned()).or_default();
            known.push(words.to_owned());
        }
    }

    /// Returns true if a text contains any of the words.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let text = fold(text);
        each_word(&text).any(|(at, first)| {
            let mut known = self.words.get(first).into_iter().flatten();
            let rest = text.get(at..).unwrap_or_default();
            known.any(|words| has_whole(rest, words))
        })
    }

    /// Leaves out of an audit what gives a confidential document away; `seen` still has them.
    fn leave_out(&self, seen: &Audit, open: &mut Audit) {
        let renamed = self.renamed(seen);
        let of = |id: &String| renamed.get(id).unwrap_or(id).clone();
        let rename = |list: &mut Vec<Evidence>| {
            for one in list {
                one.document = one.document.as_ref().map(of);
                if let Some(absence) = &mut one.absence {
                    absence.documents = absence.documents.iter().map(of).collect();
                }
            }
        };
        for text in [&mut open.review.note, &mut open.review.date_note] {
            *text = self.without(text.as_ref());
        }
        open.documents = (open.documents.iter())
            .filter(|one| !one.is_in_confidence())
            .map(|one| {
                let id = of(&one.id);
                let named = self.is_in(&one.title);
                Document {
                    title: if named { id.clone() } else { one.title.clone() },
                    id,
                    url: self.without(one.url.as_ref()),
                    from: self.without(one.from.as_ref()),
                    ..one.clone()
                }
            })
            .collect();
        for answer in open.answers.values_mut() {
            *answer = self.answer(seen, answer);
            rename(&mut answer.evidence);
            let versions = answer
                .disagreement
                .iter_mut()
                .flat_map(|one| &mut one.versions);
            for version in versions {
                self.clear(&mut version.by);
            }
            self.clear(&mut answer.by);
        }
        open.events.retain(|one| !self.is_in(&one.what));
        for event in &mut open.events {
            let shown =
                |one: &Evidence| !words::is_confidential(seen, one) && !self.is_in_evidence(one);
            event.evidence.retain(shown);
            rename(&mut event.evidence);
        }
        open.puts.retain(|one| !self.is_put(one));
        let notice = &mut open.notice;
        notice.signatories.retain(|text| !self.is_in(text));
        notice.under.retain(|_, text| !self.is_in(text));
        notice.parts.spoken_to.retain(|text| !self.is_in(text));
        for text in notice.parts.texts_mut() {
            self.clear(text);
        }
    }

    /// Returns new ids for the open documents whose ids give a secret away.
    fn renamed(&self, seen: &Audit) -> BTreeMap<String, String> {
        let given = seen
            .documents
            .iter()
            .filter(|one| !one.is_in_confidence() && self.is_in(&one.id));
        let free = (1..).map(|number| format!("paper-{number}"));
        let free = free.filter(|id| seen.document(id).is_none());
        given.map(|one| one.id.clone()).zip(free).collect()
    }

    fn clear(&self, text: &mut String) {
        if self.is_in(text) {
            text.clear();
        }
    }

    fn without(&self, text: Option<&String>) -> Option<String> {
        text.filter(|text| !self.is_in(text)).cloned()
    }

    /// Returns a document without the sender if that gives a secret away.
    ///
    /// One with the title of a secret one is called by its id.
    fn document(&self, document: &Document) -> Document {
        let title = if self.titles.contains(&fold(&document.title)) {
            String::new()
        } else {
            document.title.clone()
        };
        Document {
            title,
            from: self.without(document.from.as_ref()),
            ..document.clone()
        }
    }

    /// Returns an answer without the evidence from secret documents and without every text that
    /// names one.
    fn answer(&self, audit: &Audit, answer: &Answer) -> Answer {
        let request = answer.request.as_ref();
        let shown =
            |one: &&Evidence| !words::is_confidential(audit, one) && !self.is_in_evidence(one);
        let mut disagreement = answer.disagreement.clone();
        if let Some(agreed) = disagreement.as_mut().and_then(|one| one.agreed.as_mut()) {
            agreed.why = self.without(Some(&agreed.why)).unwrap_or_default();
        }
        Answer {
            disagreement,
            note: self.without(Some(&answer.note)).unwrap_or_default(),
            contested: self.without(answer.contested.as_ref()),
            request: request.filter(|one| !self.is_asked(one)).cloned(),
            evidence: answer.evidence.iter().filter(shown).cloned().collect(),
            ..answer.clone()
        }
    }

    /// Returns true if a question put has any of the words.
    fn is_put(&self, one: &CouncilQuestion) -> bool {
        let texts = [
            &one.id,
            &one.ask,
            &one.to,
            &one.place,
            &one.reply,
            &one.replied_by,
        ];
        texts.iter().any(|text| self.is_in(text))
    }

    /// Returns true if a request for information has any of the words.
    fn is_asked(&self, one: &Request) -> bool {
        let texts = [&one.what, &one.whom, &one.reply];
        texts.iter().any(|text| self.is_in(text))
    }

    /// Returns true if evidence is what somebody stated who is named as the sender.
    fn is_said_by(&self, one: &Evidence) -> bool {
        let said = one.statement.iter();
        let mut texts = said.flat_map(|one| [&one.by, &one.capacity]);
        texts.any(|text| self.is_in(text))
    }

    fn is_in_evidence(&self, one: &Evidence) -> bool {
        let texts = [&one.printed_page, &one.paragraph, &one.locator, &one.quote];
        let absence = one.absence.iter();
        let searched = absence.flat_map(|one| one.documents.iter().chain(&one.words));
        let mut texts = texts.into_iter().flatten().chain(searched);
        self.is_said_by(one) || texts.any(|text| self.is_in(text))
    }
}

fn fold(text: &str) -> String {
    one_line(text).to_lowercase()
}

/// Returns the runs of letters and figures of a text, each with the place where it begins.
fn each_word(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let parts = text.split_inclusive(|c: char| !c.is_alphanumeric());
    parts
        .map(move |part| {
            let begin = at;
            at += part.len();
            let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
            (begin, word)
        })
        .filter(|(_, word)| !word.is_empty())
}

/// Returns true if a text begins with some words, the last of them whole.
fn has_whole(text: &str, words: &str) -> bool {
    let after = text.strip_prefix(words);
    after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Access;

    fn audit() -> Audit {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        let mut secret = Document::titled("memo", "The secret memo");
        secret.access = Some(Access::InConfidence);
        secret.from = Some("Jane  Doe".to_owned());
        audit.documents = vec![
            Document {
                from: Some("Jane Doe, in person".to_owned()),
                ..Document::titled("open", "Final report")
            },
            secret,
            Document::titled("other", "the secret MEMO"),
        ];
        audit
    }

    #[test]
    fn a_text_that_names_a_secret_paper_is_known_by_whole_words() {
        let mut audit = audit();
        let quote = Evidence {
            document: Some("memo".to_owned()),
            quote: Some("“We hid it well and nobody asked.”".to_owned()),
            ..Evidence::default()
        };
        let answer = Answer {
            evidence: vec![quote],
            ..Answer::default()
        };
        audit.answers.insert("q".to_owned(), answer);
        let secret = Secret::of(&audit);
        for text in [
            "See the Secret\nMemo.",
            "JANE DOE told us",
            "(memo)",
            "page 3 of “memo”",
            "(“we hid it well”)",
            "they wrote: we hid it well.",
            "so—it well and nobody (asked)",
            "Well and nobody asked, she said",
        ] {
            assert!(secret.is_in(text), "{text}");
        }
        for text in [
            "",
            "memos",
            "memory",
            "Jane Doesn’t say",
            "The report",
            "we hid it wellingtons",
            "all we hid",
        ] {
            assert!(!secret.is_in(text), "{text}");
        }
    }

    #[test]
    fn evidence_out_of_it_and_texts_about_it_are_left_out_and_the_rest_stays() {
        let mut audit = audit();
        let from = |id: &str, quote: &str| Evidence {
            document: Some(id.to_owned()),
            quote: Some(quote.to_owned()),
            ..Evidence::default()
        };
        let answer = Answer {
            status: Some(crate::checklist::Status::NotMet),
            note: "The secret memo says so.".to_owned(),
            contested: Some("They say no.".to_owned()),
            request: Some(Request {
                reply: "Ask Jane Doe.".to_owned(),
                ..Request::default()
            }),
            evidence: vec![
                from("open", "Nobody was asked."),
                from("memo", "We hid it."),
                from("open", "An officer wrote: “we hid it.”"),
            ],
            ..Answer::default()
        };
        audit.answers.insert("q".to_owned(), answer.clone());
        let left = Secret::of(&audit).answer(&audit, &answer);
        let open = Answer {
            note: String::new(),
            request: None,
            evidence: vec![from("open", "Nobody was asked.")],
            ..answer
        };
        assert_eq!(left, open);
    }

    #[test]
    fn a_paper_of_the_same_title_or_source_does_not_give_it_away() {
        let audit = audit();
        let secret = Secret::of(&audit);
        let told: Vec<Document> = audit
            .documents
            .iter()
            .map(|one| secret.document(one))
            .collect();
        assert_eq!(told[0].from, None);
        assert_eq!((told[2].id.as_str(), told[2].title.as_str()), ("other", ""));
    }
}
