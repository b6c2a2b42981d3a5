//! Runs the scenarios of checklists: miniature reviews with the findings they must produce.

use chrono::NaiveDate;

use crate::audit::{Answer, Audit, Review, Value};
use crate::base::Word as _;
use crate::checklist::{Library, Scenario, ScenarioValue};

use super::{Findings, LintRule, derive};

/// Returns the expectations of a scenario that do not hold, in words; empty when all hold.
///
/// Its answers carry no evidence: it tests the rules, so that the verdict compared is the one that
/// would follow if every answer were proved.
pub fn run(library: &Library, scenario: &Scenario, today: NaiveDate) -> Vec<String> {
    let findings = derive(library, &audit_of(library, scenario), today);
    let mut wrong = Vec::new();
    flags(library, scenario, &findings, &mut wrong);
    for ix in &scenario.strong {
        if !findings.strengths.iter().any(|held| held.strength == *ix) {
            wrong.push(format!(
                "the strength “{}” should hold",
                library.strength(*ix).id
            ));
        }
    }
    for ix in &scenario.not_strong {
        if findings.strengths.iter().any(|held| held.strength == *ix) {
            wrong.push(format!(
                "the strength “{}” should not hold",
                library.strength(*ix).id
            ));
        }
    }
    if let Some(verdict) = scenario.verdict
        && verdict != findings.if_proved.id
    {
        wrong.push(format!(
            "the verdict should be {}, and is {}",
            verdict.word(),
            findings.if_proved.id.word()
        ));
    }
    let reported = |id: &str| {
        findings
            .lint
            .iter()
            .any(|lint| matches!(&lint.rule, LintRule::Trap(trap) if trap == id))
    };
    for ix in &scenario.lint {
        if !reported(&library.trap(*ix).id) {
            wrong.push(format!(
                "the trap “{}” should be reported",
                library.trap(*ix).id
            ));
        }
    }
    for ix in &scenario.no_lint {
        if reported(&library.trap(*ix).id) {
            wrong.push(format!(
                "the trap “{}” should not be reported",
                library.trap(*ix).id
            ));
        }
    }
    for ix in &scenario.applies {
        if !findings.applies(*ix).is_shown() {
            wrong.push(format!(
                "“{}” should apply, but: {}",
                library.requirement(*ix).id,
                findings.why(library, *ix)
            ));
        }
    }
    for ix in &scenario.not_applies {
        if findings.applies(*ix).is_shown() {
            wrong.push(format!(
                "“{}” should not apply, but: {}",
                library.requirement(*ix).id,
                findings.why(library, *ix)
            ));
        }
    }
    wrong
}

fn flags(library: &Library, scenario: &Scenario, findings: &Findings, wrong: &mut Vec<String>) {
    for ix in &scenario.fires {
        if findings.fired(*ix).is_none() {
            wrong.push(format!("the flag “{}” should fire", library.flag(*ix).id));
        }
    }
    for ix in &scenario.silent {
        if findings.fired(*ix).is_some() {
            wrong.push(format!(
                "the flag “{}” should not fire",
                library.flag(*ix).id
            ));
        }
    }
    for (ix, level) in &scenario.levels {
        let real = findings
            .fired(*ix)
            .map_or("silent", |fired| fired.if_proved.word());
        if real != level {
            let id = &library.flag(*ix).id;
            wrong.push(format!(
                "the flag “{id}” should be at level {level}, and is {real}"
            ));
        }
    }
}

/// Builds the audit that a scenario describes.
pub fn audit_of(library: &Library, scenario: &Scenario) -> Audit {
    let mut audit = Audit::new(Review {
        kind: scenario.kind,
        territory: scenario.territory,
        executive: scenario.executive,
        stage: scenario.stage,
        decided: scenario.decided,
        ..Review::named("An authority", "A service")
    });
    let mut answer = |id: &str, edit: &mut dyn FnMut(&mut Answer)| {
        edit(audit.answers.entry(id.to_owned()).or_default());
    };
    for (ix, status) in &scenario.answers {
        answer(&library.question(*ix).id, &mut |answer| {
            answer.status = Some(*status);
        });
    }
    for (ix, value) in &scenario.values {
        let value = match value {
            ScenarioValue::Date(when) => Value::Date(*when),
            ScenarioValue::Number(number) => Value::Number(*number),
            ScenarioValue::Option(option) => Value::Option(option.to_string()),
        };
        answer(&library.question(*ix).id, &mut |answer| {
            answer.value = Some(value.clone());
        });
    }
    for (ix, note) in &scenario.notes {
        answer(&library.question(*ix).id, &mut |answer| {
            answer.note = note.to_string();
        });
    }
    audit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::{load, shipped};

    #[test]
    fn every_shipped_scenario_comes_true() {
        let library = load(&shipped::checklists()).expect("the shipped checklists load");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut wrong = Vec::new();
        for scenario in library.scenarios() {
            let file = &library.file(scenario.file).name;
            for one in run(&library, scenario, today) {
                wrong.push(format!("{file}:{}: {}: {one}", scenario.at.0, scenario.id));
            }
        }
        assert!(
            library.scenarios().len() > 150,
            "{}",
            library.scenarios().len()
        );
        assert!(
            wrong.is_empty(),
            "{} wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
}
