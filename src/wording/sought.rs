//! Words that were searched for, as a reader is told of them: those near each other put together.

use super::sentence::{choice, list};

/// Returns what was searched for: “KPI”, “RAG rating”; “options” near “considered” or “assessed”, for
/// "options … considered" and "options … assessed".
///
/// A list of pairs one by one is long and says the same word again and again.
pub fn sought<'w>(
    words: impl IntoIterator<Item = &'w str>,
    quoted: impl Fn(&str) -> String,
) -> String {
    let mut alone = Vec::new();
    let mut out = Vec::new();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for word in words {
        let parts: Vec<&str> = word.split(['…']).map(str::trim).collect();
        match parts.as_slice() {
            [one, other] if !one.is_empty() && !other.is_empty() => pairs.push((one, other)),
            [_] => alone.push(quoted(word)),
            _ => {
                let parts: Vec<String> = parts.into_iter().map(&quoted).collect();
                out.push(format!("{} near each other", list(&parts)));
            }
        }
    }
    while let Some(first) = pairs.first().copied() {
        let with = |word: &str| {
            let has = |pair: &&(&str, &str)| pair.0 == word || pair.1 == word;
            pairs.iter().filter(has).count()
        };
        let shared = if with(first.1) > with(first.0) {
            first.1
        } else {
            first.0
        };
        let mut others = Vec::new();
        pairs.retain(|(one, other)| {
            let beside = match (*one == shared, *other == shared) {
                (true, _) => other,
                (_, true) => one,
                _ => return true,
            };
            others.push(quoted(beside));
            false
        });
        out.push(format!("{} near {}", quoted(shared), choice(&others)));
    }
    if !alone.is_empty() {
        out.insert(0, alone.join(", "));
    }
    out.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(words: &[&str]) -> String {
        sought(words.iter().copied(), |word| format!("“{word}”"))
    }

    #[test]
    fn pairs_that_share_a_word_are_told_together() {
        assert_eq!(
            told(&[
                "options … considered",
                "KPI",
                "BVPI",
                "options … assessed",
                "future … options"
            ]),
            "“KPI”, “BVPI”; “options” near “considered”, “assessed” or “future”"
        );
        assert_eq!(told(&["unions … consulted"]), "“unions” near “consulted”");
        assert_eq!(
            told(&["council … provide … need", "staff … transfer"]),
            "“council”, “provide” and “need” near each other; “staff” near “transfer”"
        );
        assert_eq!(told(&[]), "");
    }
}
