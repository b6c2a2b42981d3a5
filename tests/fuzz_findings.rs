//! What the fuzz targets found, one test each, with the smallest text that shows it.

use scrutineer::audit::Audit;
use scrutineer::audit::file::NotAnAudit;
use scrutineer::base::SourceText;

fn answered_at(moment: &str) -> Result<Audit, NotAnAudit> {
    let text = format!(
        "format = 1\n[review]\nauthority = \"A\"\nkind = \"council\"\nservice = \"B\"\n\
         territory = \"wales\"\n[answers.q]\nat = {moment}\n"
    );
    Audit::read(&SourceText::new("a.audit.toml", text))
}

#[test]
fn a_moment_that_its_offset_leads_out_of_the_years_that_can_be_written_is_told() {
    for moment in ["0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"] {
        match answered_at(moment) {
            Err(NotAnAudit::Mistakes(mistakes)) => {
                assert_eq!(mistakes.len(), 1, "{mistakes:?}");
                assert_eq!((mistakes[0].code, mistakes[0].line), ("wrong-type", 8));
            }
            other => panic!("{moment}: {other:?}"),
        }
    }
    for moment in ["0000-01-01T01:00:00+01:00", "9999-12-31T22:59:59-01:00"] {
        let audit = answered_at(moment).unwrap_or_else(|why| panic!("{moment}: {why:?}"));
        let again = Audit::read(&SourceText::new("again.audit.toml", audit.to_toml()));
        assert_eq!(again, Ok(audit));
    }
}
