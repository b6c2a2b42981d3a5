//! Best-effort reader of an audit file that a newer program wrote: to show it, never to write it.
//!
//! Unknown keys are ignored, where the reader of our own format would name each as a mistake.

use serde_json::{Map, Value, json};

use crate::audit::Audit;
use crate::base::DateSpan;

/// Reads an audit as far as this program understands it.
pub(super) fn read(text: &str) -> Result<Audit, String> {
    let mut table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    for (in_file, in_model) in [
        ("document", "documents"),
        ("put", "puts"),
        ("event", "events"),
    ] {
        if let Some(list) = table.remove(in_file) {
            table.insert(in_model.to_owned(), list);
        }
    }
    let mut root = Map::new();
    if let Some(toml::Value::Table(answers)) = table.remove("answers") {
        let answers = answers
            .into_iter()
            .map(|(id, answer)| (id, answer_of(answer)));
        root.insert("answers".to_owned(), Value::Object(answers.collect()));
    }
    root.extend(table.into_iter().map(|(key, value)| (key, plain(value))));
    serde_json::from_value(Value::Object(root)).map_err(|error| error.to_string())
}

fn answer_of(answer: toml::Value) -> Value {
    let toml::Value::Table(mut answer) = answer else {
        return plain(answer);
    };
    // In a file a value is bare; the model tags it with its kind.
    let value = answer.remove("value").map(|value| match value {
        toml::Value::Datetime(day) => json!({ "date": day.to_string() }),
        toml::Value::String(text) if text.parse::<DateSpan>().is_ok() => json!({ "date": text }),
        toml::Value::String(option) => json!({ "option": option }),
        number => json!({ "number": plain(number) }),
    });
    let mut out: Map<String, Value> = answer
        .into_iter()
        .map(|(key, value)| (key, plain(value)))
        .collect();
    out.extend(value.map(|value| ("value".to_owned(), value)));
    Value::Object(out)
}

fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(when) => when.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(plain).collect(),
        toml::Value::Table(table) => table
            .into_iter()
            .map(|(key, value)| (key, plain(value)))
            .collect(),
    }
}
