//! Checks a value against the part of JSON Schema (draft 07) that the published schemas use.
//!
//! A keyword that is not understood is an error of the schema, so that nothing in it can be passed
//! over in silence.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use regex_lite::Regex;
use serde_json::{Map, Value};

/// Keywords that explain and demand nothing.
const REMARKS: [&str; 6] = [
    "$id",
    "$schema",
    "$defs",
    "definitions",
    "title",
    "description",
];

/// The first place where a value does not keep to a schema.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// The place: the keys and numbers that lead there, each after a slash.
    pub(crate) at: String,
    /// The reason.
    why: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.why)
    }
}

/// Checks a value against a whole schema.
///
/// # Errors
/// The first place where it does not keep to it.
pub(crate) fn check(schema: &Value, value: &Value) -> Result<(), Misfit> {
    keeps(schema, schema, value, "")
}

fn keeps(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), Misfit> {
    let misfit = |why: String| Misfit {
        at: at.to_owned(),
        why,
    };
    let rules = schema
        .as_object()
        .ok_or_else(|| misfit(format!("the schema is {schema}")))?;
    // As draft 07 has it: what stands beside a reference is passed over.
    if let Some(path) = rules.get("$ref").and_then(Value::as_str) {
        let target = root
            .pointer(path.trim_start_matches('#'))
            .ok_or_else(|| misfit(format!("{path} leads nowhere")))?;
        return keeps(root, target, value, at);
    }
    for (rule, wanted) in rules {
        let fits = match rule.as_str() {
            "const" => wanted == value,
            "enum" => list(wanted).contains(value),
            "type" => is_of(wanted, value),
            "pattern" => match value.as_str().map(|text| is_like(wanted, text)) {
                Some(None) => return Err(misfit(format!("the schema has the pattern {wanted}"))),
                fits => fits.flatten().unwrap_or(true),
            },
            "minimum" => value.as_f64() >= wanted.as_f64() || !value.is_number(),
            "maximum" => value.as_f64() <= wanted.as_f64() || !value.is_number(),
            "maxLength" => value
                .as_str()
                .is_none_or(|text| text.chars().count() as u64 <= wanted.as_u64().unwrap_or(0)),
            "minItems" => value
                .as_array()
                .is_none_or(|items| items.len() as u64 >= wanted.as_u64().unwrap_or(u64::MAX)),
            "required" => value.as_object().is_none_or(|table| {
                let keys = list(wanted).iter().filter_map(Value::as_str);
                keys.into_iter().all(|key| table.contains_key(key))
            }),
            "oneOf" => {
                let fitting = list(wanted)
                    .iter()
                    .filter(|one| keeps(root, one, value, at).is_ok());
                fitting.count() == 1
            }
            "anyOf" => list(wanted)
                .iter()
                .any(|one| keeps(root, one, value, at).is_ok()),
            "items" => {
                for (place, item) in list(value).iter().enumerate() {
                    keeps(root, wanted, item, &format!("{at}/{place}"))?;
                }
                true
            }
            "properties" | "additionalProperties" => {
                members(root, rules, rule, value, at)?;
                true
            }
            remark if REMARKS.contains(&remark) => true,
            strange => return Err(misfit(format!("the schema says {strange}"))),
        };
        if !fits {
            return Err(misfit(format!("{rule} wants {wanted}: {value}")));
        }
    }
    Ok(())
}

/// Checks the members of an object that one of the two rules speaks of.
fn members(
    root: &Value,
    rules: &Map<String, Value>,
    rule: &str,
    value: &Value,
    at: &str,
) -> Result<(), Misfit> {
    let named = rules.get("properties").and_then(Value::as_object);
    for (key, inside) in value.as_object().into_iter().flatten() {
        let there = format!("{at}/{key}");
        match (rule, named.and_then(|named| named.get(key))) {
            ("properties", Some(schema)) => keeps(root, schema, inside, &there)?,
            ("additionalProperties", None) => match rules.get(rule) {
                Some(Value::Bool(true)) | None => {}
                Some(Value::Bool(false)) => {
                    return Err(Misfit {
                        at: there,
                        why: "there is no such key".to_owned(),
                    });
                }
                Some(schema) => keeps(root, schema, inside, &there)?,
            },
            _ => {}
        }
    }
    Ok(())
}

/// Looks for a pattern in a text; none if the pattern is not one.
fn is_like(pattern: &Value, text: &str) -> Option<bool> {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, Regex>> = RefCell::default();
    }
    let pattern = pattern.as_str()?;
    KNOWN.with_borrow_mut(|known| {
        if !known.contains_key(pattern) {
            known.insert(pattern.to_owned(), Regex::new(pattern).ok()?);
        }
        Some(known.get(pattern)?.is_match(text))
    })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn is_of(wanted: &Value, value: &Value) -> bool {
    match wanted {
        Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
        Value::String(kind) => match kind.as_str() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_u64() || value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            _ => false,
        },
        _ => false,
    }
}
