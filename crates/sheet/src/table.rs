//! Tables: columns as wide as what stands in them, header cells named as such, the header again on each page.
use crate::{
    flow::{Belongs, Flow, Ink, TEXT},
    line::{self, Line},
    paper::{Run, Table},
};
use krilla::tagging::{ArtifactType, TableHeaderScope, Tag, TagKind};

/// The size of a table's text.
const SIZE: f32 = 9.5;
/// From line to line of it.
const LEAD: f32 = 12.5;
/// Between columns.
const GAP: f32 = 10.0;
/// Above and below the text of a row.
const PAD: f32 = 2.5;

struct Cell {
    part: Option<usize>,
    lines: Vec<Line>,
}

/// A table with its caption and its header.
pub(crate) fn table(flow: &mut Flow<'_>, table: &Table) {
    let columns = table.head.len().max(1);
    let widths = columns_of(flow, table, columns);
    let whole = flow.part(Tag::Table.with_summary(Some(table.caption.clone()).filter(|words| !words.is_empty())), None);
    flow.need(4.0 * LEAD + TEXT);
    if !table.caption.is_empty() {
        let caption = flow.part(Tag::Caption, Some(whole));
        let set = line::lines(flow.faces, &[Run::bold(&table.caption)], flow.setting(SIZE, true), flow.width());
        flow.lines(caption, set, (flow.left(), flow.width()), SIZE, LEAD);
        flow.y += 1.0;
    }
    let head = flow.part(Tag::THead, Some(whole));
    let row = flow.part(Tag::TR, Some(head));
    let cells = cells(flow, &table.head, &widths, true, |flow, _| {
        Some(flow.part(Tag::TH(TableHeaderScope::Column), Some(row)))
    });
    rule(flow, 1.0);
    draw_row(flow, &cells, &widths, None);
    rule(flow, 0.75);
    let body = flow.part(Tag::TBody, Some(whole));
    for of in &table.rows {
        let row = flow.part(Tag::TR, Some(body));
        let texts: Vec<String> = (0..columns).map(|at| of.get(at).cloned().unwrap_or_default()).collect();
        let set = self::cells(flow, &texts, &widths, false, |flow, at| {
            let tag: TagKind =
                if table.named_rows && at == 0 { Tag::TH(TableHeaderScope::Row).into() } else { Tag::TD.into() };
            Some(flow.part(tag, Some(row)))
        });
        draw_row(flow, &set, &widths, Some(&cells));
        rule(flow, 0.5);
    }
    flow.y += 8.0;
}

/// Names and what they hold: a table of two columns whose rows are named, without lines.
pub(crate) fn facts(flow: &mut Flow<'_>, facts: &[(String, String)]) {
    let name = facts.iter().map(|(name, _)| line::measure(flow.faces, name, flow.setting(SIZE, true)).0);
    let name = name.fold(0.0_f32, f32::max).min(flow.width() * 0.4) + 1.0;
    let widths = [name, flow.width() - name - GAP];
    let whole = flow.part(Tag::Table, None);
    for (name, value) in facts {
        let row = flow.part(Tag::TR, Some(whole));
        let first = flow.part(Tag::TH(TableHeaderScope::Row), Some(row));
        let second = flow.part(Tag::TD, Some(row));
        let mut set = Vec::new();
        for (part, text, bold, width) in [(first, name, true, widths[0]), (second, value, false, widths[1])] {
            let lines = line::lines(flow.faces, &[Run { text: text.clone(), bold }], flow.setting(SIZE, bold), width);
            set.push(Cell { part: Some(part), lines });
        }
        draw_row(flow, &set, &widths, None);
    }
    flow.y += 6.0;
}

fn cells(
    flow: &mut Flow<'_>,
    texts: &[String],
    widths: &[f32],
    bold: bool,
    mut part: impl FnMut(&mut Flow<'_>, usize) -> Option<usize>,
) -> Vec<Cell> {
    let mut set = Vec::new();
    for (at, (text, width)) in texts.iter().zip(widths).enumerate() {
        let part = part(flow, at);
        let lines = line::lines(flow.faces, &[Run { text: text.clone(), bold }], flow.setting(SIZE, bold), *width);
        set.push(Cell { part, lines });
    }
    set
}

/// One row, line by line; kept on one page where a page can hold it. `head` is drawn again on a page that it turns to.
fn draw_row(flow: &mut Flow<'_>, cells: &[Cell], widths: &[f32], head: Option<&[Cell]>) {
    let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
    let height = lines as f32 * LEAD + 2.0 * PAD;
    if flow.room() < height.min(flow.whole() * 0.5) {
        turn(flow, widths, head);
    }
    flow.y += PAD;
    for at in 0..lines {
        if flow.room() < LEAD {
            turn(flow, widths, head);
        }
        for (column, cell) in cells.iter().enumerate() {
            let Some(line) = cell.lines.get(at) else { continue };
            let belongs = cell.part.map_or(Belongs::Nothing(ArtifactType::Header), Belongs::Part);
            let ink = text(flow, line, column, widths);
            flow.draw(belongs, vec![ink]);
        }
        flow.y += LEAD;
    }
    flow.y += PAD;
}

fn turn(flow: &mut Flow<'_>, widths: &[f32], head: Option<&[Cell]>) {
    flow.turn();
    let Some(head) = head else { return };
    let again: Vec<Cell> = head.iter().map(|cell| Cell { part: None, lines: cell.lines.clone() }).collect();
    draw_row(flow, &again, widths, None);
    rule(flow, 0.75);
}

fn text(flow: &Flow<'_>, line: &Line, column: usize, widths: &[f32]) -> Ink {
    let before: f32 = widths.iter().take(column).map(|width| width + GAP).sum();
    let width = widths.get(column).copied().unwrap_or_default();
    let x =
        if flow.sheet.right_to_left { flow.left() + flow.width() - before - line.width } else { flow.left() + before };
    debug_assert!(width >= 0.0);
    Ink::Text { x, y: flow.y + LEAD * 0.5 + SIZE * 0.36, size: SIZE, line: line.clone() }
}

fn rule(flow: &mut Flow<'_>, width: f32) {
    let (x, y) = (flow.left(), flow.y);
    let ink = Ink::Stroke { from: (x, y), to: (x + flow.width(), y), width, dashed: false };
    flow.draw(Belongs::Nothing(ArtifactType::Layout), vec![ink]);
}

/// The widths of the columns: as wide as their longest line where the page allows it, never narrower than their longest
/// word unless the words together are wider than the page.
fn columns_of(flow: &Flow<'_>, table: &Table, columns: usize) -> Vec<f32> {
    let free = flow.width() - GAP * (columns - 1) as f32;
    let (mut wish, mut least) = (vec![12.0_f32; columns], vec![12.0_f32; columns]);
    for (bold, row) in std::iter::once((true, &table.head)).chain(table.rows.iter().map(|row| (false, row))) {
        for ((text, wish), least) in row.iter().zip(&mut wish).zip(&mut least) {
            let (line, word) = line::measure(flow.faces, text, flow.setting(SIZE, bold));
            *wish = wish.max(line.min(free * 0.7) + 1.0);
            *least = least.max(word.min(free * 0.5) + 1.0);
        }
    }
    let (all, words): (f32, f32) = (wish.iter().sum(), least.iter().sum());
    if all <= free {
        let more = (free - all) / columns as f32;
        return wish.iter().map(|width| width + more).collect();
    }
    if words >= free {
        return least.iter().map(|width| width * free / words).collect();
    }
    let share = (free - words) / (all - words).max(f32::EPSILON);
    wish.iter().zip(&least).map(|(wish, least)| least + (wish - least).max(0.0) * share).collect()
}
