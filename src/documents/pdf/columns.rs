//! Columns drawn row by row: the left line, the right line, the next row.
//!
//! Read as they are drawn, every sentence of one column is cut by those of the other. A table is
//! drawn so too, and stays as it is: its cells do not go on in the next row.

use super::drawn::Line;
use crate::documents::raw::STARTS;

/// The fewest rows that may be columns.
const ENOUGH: usize = 3;
/// The furthest that the lines of a column begin from each other, in points.
const ALIGNED: f64 = 3.0;
/// The mean number of letters of a column's lines is at least this.
const LETTERS: usize = 12;
/// The most columns.
const MOST: usize = 4;
/// A row lies no further below the one before than this, in units of the letters' size.
const NEXT: f64 = 2.4;

/// Returns the lines in reading order.
pub(super) fn in_order(lines: Vec<Line>) -> Vec<Line> {
    if lines.iter().filter(|line| !line.gaps.is_empty()).count() < ENOUGH {
        return lines;
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut rows: Vec<Line> = Vec::new();
    let mut edges: Vec<f64> = Vec::new();
    for line in lines {
        if let Some(first) = rows.first() {
            let below = line.level && line.step.is_some_and(|step| (0.5..NEXT).contains(&step));
            let from_left = near(line.start.x, first.start.x);
            let shared: Vec<f64> = (edges.iter().copied())
                .filter(|edge| from_left && line.gaps.iter().any(|gap| near(gap.x, *edge)))
                .collect();
            let left_only = from_left && edges.first().is_some_and(|edge| line.end.x < *edge);
            let right_only = edges.last().is_some_and(|edge| near(line.start.x, *edge));
            if below && !shared.is_empty() {
                edges = shared;
                rows.push(line);
                continue;
            }
            if below && (left_only || right_only) {
                rows.push(line);
                continue;
            }
        }
        end_rows(&mut rows, &edges, &mut out);
        if line.level && !line.gaps.is_empty() {
            edges = line.gaps.iter().map(|gap| gap.x).collect();
            rows.push(line);
        } else {
            out.push(line);
        }
    }
    end_rows(&mut rows, &edges, &mut out);
    out
}

fn near(x: f64, edge: f64) -> bool {
    (x - edge).abs() < ALIGNED
}

/// Ends a run of rows with the same edges: puts them out, column by column if they are columns.
fn end_rows(rows: &mut Vec<Line>, edges: &[f64], out: &mut Vec<Line>) {
    let rows = std::mem::take(rows);
    let columns = edges.len() + 1;
    let few = rows.len() < ENOUGH || columns > MOST;
    let cells: Vec<Vec<String>> = if few {
        Vec::new()
    } else {
        rows.iter().map(|row| cells(row, edges)).collect()
    };
    if few || !are_columns(&cells, columns) {
        out.extend(rows);
        return;
    }
    for part in parts(&cells) {
        for column in 0..columns {
            let mut begins = true;
            for at in part.clone() {
                let text = cells.get(at).and_then(|cells| cells.get(column));
                let text = text.filter(|text| !text.is_empty());
                let (Some(row), Some(text)) = (rows.get(at), text) else {
                    continue;
                };
                let mut raw = row.raw.clone();
                raw.text.clone_from(text);
                if begins {
                    raw.marks |= STARTS;
                }
                out.push(Line {
                    raw,
                    step: if begins { None } else { row.step },
                    start: row.start,
                    end: row.end,
                    level: row.level,
                    gaps: Vec::new(),
                });
                begins = false;
            }
        }
    }
}

/// Returns the pieces of a row between edges; a piece that it does not have is empty.
fn cells(row: &Line, edges: &[f64]) -> Vec<String> {
    let text = &row.raw.text;
    if edges.last().is_some_and(|edge| near(row.start.x, *edge)) {
        let mut out = vec![String::new(); edges.len()];
        out.push(text.trim().to_owned());
        return out;
    }
    let mut out = Vec::with_capacity(edges.len() + 1);
    let mut from = 0;
    for edge in edges {
        let gap = row.gaps.iter().find(|gap| near(gap.x, *edge));
        let at = gap.map_or(text.len(), |gap| gap.at);
        out.push(text.get(from..at).unwrap_or_default().trim().to_owned());
        from = at;
    }
    out.push(text.get(from..).unwrap_or_default().trim().to_owned());
    out
}

/// Returns true if the pieces of every column are running text that goes on from row to row.
fn are_columns(rows: &[Vec<String>], columns: usize) -> bool {
    let whole = rows
        .iter()
        .filter(|row| row.iter().all(|text| !text.is_empty()));
    if whole.count() < ENOUGH {
        return false;
    }
    (0..columns).all(|column| {
        let texts: Vec<&str> = (rows.iter())
            .filter_map(|row| row.get(column))
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        let letters: usize = texts.iter().map(|text| text.chars().count()).sum();
        let goes_on = texts
            .windows(2)
            .filter(|pair| matches!(pair, [text, next] if goes_on(text, next)))
            .count();
        let running = |text: &&str| text.contains(char::is_alphabetic) && !text.contains('\t');
        letters >= LETTERS * texts.len()
            && texts.iter().all(running)
            && goes_on >= 2
            && goes_on * 2 >= texts.len() - 1
    })
}

/// Returns true if a column's text goes on in its next line.
fn goes_on(text: &str, next: &str) -> bool {
    !text.ends_with(['.', ':', ';', '!', '?']) && next.starts_with(char::is_lowercase)
}

/// Returns the runs of rows that hang together: a row begins one if every column begins anew there.
fn parts(rows: &[Vec<String>]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, pair) in (1..).zip(rows.windows(2)) {
        let [row, next] = pair else { continue };
        let anew = (0..row.len()).all(|column| {
            let ended = (row.get(column)).is_some_and(|text| text.ends_with(['.', '!', '?', ':']));
            ended
                && next
                    .get(column)
                    .is_some_and(|text| text.starts_with(char::is_uppercase))
        });
        if anew {
            out.push(start..at);
            start = at;
        }
    }
    out.push(start..rows.len());
    out
}
