//! The JSON of every kind keeps to the published schema.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

mod report_common;

use report_common::{built, example, kinds, library, written};
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
            if let Err(why) = keeps(&schema, &schema, &value, "$") {
                panic!("{name}, {kind}: {why}");
            }
        }
    }
    let wrong = serde_json::json!({"format": "scrutineer-report"});
    assert!(keeps(&schema, &schema, &wrong, "$").is_err());
}

/// Whether a value keeps to the part of JSON Schema that ours uses.
fn keeps(
    root: &serde_json::Value,
    schema: &serde_json::Value,
    value: &serde_json::Value,
    at: &str,
) -> Result<(), String> {
    use serde_json::Value as Json;
    if let Some(path) = schema.get("$ref").and_then(Json::as_str) {
        let target = root
            .pointer(path.trim_start_matches('#'))
            .ok_or_else(|| format!("{path} leads nowhere"))?;
        return keeps(root, target, value, at);
    }
    if let Some(list) = schema.get("oneOf").and_then(Json::as_array) {
        let fits = list
            .iter()
            .filter(|one| keeps(root, one, value, at).is_ok())
            .count();
        return if fits == 1 {
            Ok(())
        } else {
            Err(format!("{at} fits {fits} of oneOf: {value}"))
        };
    }
    if let Some(wanted) = schema.get("const")
        && wanted != value
    {
        return Err(format!("{at} is {value}, not {wanted}"));
    }
    if let Some(list) = schema.get("enum").and_then(Json::as_array)
        && !list.contains(value)
    {
        return Err(format!("{at} is {value}"));
    }
    if let Some(kind) = schema.get("type") {
        let is = |kind: &str| match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_u64() || value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            _ => false,
        };
        let fits = match kind {
            Json::String(kind) => is(kind),
            Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).any(is),
            _ => false,
        };
        if !fits {
            return Err(format!("{at} is no {kind}: {value}"));
        }
    }
    for name in schema
        .get("required")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
    {
        let name = name.as_str().unwrap_or_default();
        if value.get(name).is_none() {
            return Err(format!("{at} lacks {name}"));
        }
    }
    let properties = schema.get("properties").and_then(Json::as_object);
    if let (Some(properties), Some(object)) = (properties, value.as_object()) {
        for (name, inside) in object {
            match properties.get(name) {
                Some(schema) => keeps(root, schema, inside, &format!("{at}.{name}"))?,
                None if schema.get("additionalProperties") == Some(&Json::Bool(false)) => {
                    return Err(format!("{at} has {name} besides"));
                }
                None => {}
            }
        }
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        for (place, inside) in list.iter().enumerate() {
            keeps(root, items, inside, &format!("{at}[{place}]"))?;
        }
    }
    Ok(())
}
