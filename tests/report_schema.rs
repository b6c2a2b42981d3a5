//! The JSON of every kind keeps to the published schema.

use crate::testkit::report_common;
use crate::testkit::schema;

use report_common::{built, example, kinds, library, written};
use schema::check;
use scrutineer::report::{Format, SCHEMA};

#[test]
fn every_json_report_keeps_to_the_schema() {
    let library = library();
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    for name in ["liverpool-ict-2000", "newcastle"] {
        let audit = example(name);
        for kind in kinds() {
            let Ok(document) = built(*kind, &library, &audit) else {
                continue;
            };
            let json = written(&document, Format::Json);
            let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            if let Err(misfit) = check(&schema, &value) {
                panic!("{name}, {kind}: {misfit}");
            }
        }
    }
    let wrong = serde_json::json!({"format": "scrutineer-report"});
    assert!(check(&schema, &wrong).is_err());
}
