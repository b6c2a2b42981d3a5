//! Forms of an OpenDocument text: what is ticked, chosen and filled in.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::super::looks::tick;
use super::super::attribute;

/// The values of a form, by the id of the control that shows them.
#[derive(Default)]
pub(super) struct Forms {
    by_id: HashMap<String, String>,
    /// The control that is open.
    open: Option<String>,
    /// The field that is open, in a text that came from Word.
    field: Option<Field>,
}

#[derive(Default)]
struct Field {
    is_box: bool,
    ticked: bool,
    entries: Vec<String>,
    chosen: usize,
}

impl Forms {
    /// Takes a control, or a choice of it, from an element; false if it is none.
    pub(super) fn take(&mut self, name: &str, start: &BytesStart<'_>) -> bool {
        let of = |wanted| attribute(start, wanted);
        let value = || of("current-value").or_else(|| of("value"));
        let on = |now: &'static str, first: &'static str, is: &str| {
            of(now).or_else(|| of(first)).as_deref() == Some(is)
        };
        let label = || of("label").unwrap_or_default();
        let text = match name {
            "checkbox" => format!(
                "{} {}",
                tick(on("current-state", "state", "checked")),
                label()
            ),
            "radio" => format!(
                "{} {}",
                tick(on("current-selected", "selected", "true")),
                label()
            ),
            "textarea" | "combobox" | "formatted-text" => value().unwrap_or_default(),
            "listbox" => String::new(),
            "option" => {
                if on("current-selected", "selected", "true")
                    && let Some(id) = &self.open
                {
                    self.by_id.insert(id.clone(), label());
                }
                return true;
            }
            _ => return false,
        };
        if let Some(id) = of("id") {
            self.by_id.insert(id.clone(), text.trim().to_owned());
            self.open = Some(id);
        }
        true
    }

    /// Returns what the control shows that an element places.
    pub(super) fn shown(&self, start: &BytesStart<'_>) -> Option<&str> {
        let id = attribute(start, "control")?;
        self.by_id.get(&id).map(String::as_str)
    }

    /// Begins a field of a text that came from Word.
    pub(super) fn begin_field(&mut self, start: &BytesStart<'_>) {
        let kind = attribute(start, "type").unwrap_or_default();
        let is_box = kind.ends_with("FORMCHECKBOX");
        self.field = (is_box || kind.ends_with("FORMDROPDOWN")).then(|| Field {
            is_box,
            ..Field::default()
        });
    }

    /// Takes a property of the open field.
    pub(super) fn take_param(&mut self, start: &BytesStart<'_>) {
        let value = attribute(start, "value").unwrap_or_default();
        if let Some(field) = &mut self.field {
            match attribute(start, "name").as_deref() {
                Some("Checkbox_Checked") => field.ticked = value == "true",
                Some("Dropdown_ListEntry") => field.entries.push(value),
                Some("Dropdown_Selected") => field.chosen = value.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Ends the open field, and returns what it shows.
    pub(super) fn end_field(&mut self) -> Option<String> {
        let field = self.field.take()?;
        if field.is_box {
            Some(tick(field.ticked).to_owned())
        } else {
            field.entries.get(field.chosen).cloned()
        }
    }
}
