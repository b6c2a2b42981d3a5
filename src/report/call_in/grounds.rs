//! The grounds of a notice: those it has, those kept for another day, and those that the council's own
//! rules refuse, which are asked as questions instead.

use crate::audit::{MostGrounds, Request};
use crate::base::Word as _;
use crate::checklist::{RefusedAs, Status};

use super::super::Source;
use super::super::ground::{Ground, grounds};

/// The grounds found, parted by what becomes of each.
pub(in crate::report) struct Parted<'a> {
    /// Those in the notice, the strongest first.
    pub(in crate::report) put: Vec<Ground<'a>>,
    /// Those beyond the most that the notice has.
    pub(in crate::report) beyond: Vec<Ground<'a>>,
    /// Those that the council's rules refuse, each with the reason.
    pub(in crate::report) refused: Vec<(Ground<'a>, RefusedAs)>,
}

impl<'a> Parted<'a> {
    /// Parts the grounds that the user has not left out.
    pub(in crate::report) fn of(source: &Source<'a>) -> Self {
        let (mut put, mut refused) = (Vec::new(), Vec::new());
        for ground in grounds(source) {
            match refused_as(source, &ground) {
                Some(why) => refused.push((ground, why)),
                None => put.push(ground),
            }
        }
        let most = source.audit.notice.most.unwrap_or(MostGrounds::USUAL);
        let beyond = put.split_off(put.len().min(most.number()));
        Self {
            put,
            beyond,
            refused,
        }
    }

    /// Returns every ground: those in the notice first, by their numbers in it.
    pub(in crate::report) fn all(&self) -> impl Iterator<Item = &Ground<'a>> {
        let refused = self.refused.iter().map(|(ground, _)| ground);
        self.put.iter().chain(&self.beyond).chain(refused)
    }
}

/// Returns the reason for which the council's rules refuse a ground, if they do.
fn refused_as(source: &Source<'_>, ground: &Ground<'_>) -> Option<RefusedAs> {
    let invalid = &source.setting.council.invalid;
    RefusedAs::ALL
        .iter()
        .copied()
        .filter(|why| invalid.iter().any(|one| one.refuses(*why)))
        .find(|why| is(source, ground, *why))
}

/// Returns true if a ground is of the kind that some rules refuse.
fn is(source: &Source<'_>, ground: &Ground<'_>, why: RefusedAs) -> bool {
    let flag = ground.flag(source).and_then(|flag| flag.refused_as);
    if flag == Some(why) {
        return true;
    }
    match why {
        RefusedAs::Scrutinised => source.audit.notice.heard.contains(ground.id(source)),
        // Nothing shows it but that something asked for did not come.
        RefusedAs::Information => {
            let mut answers = ground.answers(source).peekable();
            answers.peek().is_some()
                && answers.all(|(_, answer)| {
                    answer.status.is_some_and(Status::is_refusal)
                        || (answer.evidence.is_empty()
                            && answer
                                .request
                                .as_ref()
                                .is_some_and(|one| !Request::is_empty(one)))
                })
        }
    }
}
