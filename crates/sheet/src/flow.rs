//! From blocks to pages: where each line stands, and which part of the document it belongs to.
use crate::{
    face::Faces,
    figure,
    line::{self, Line, Setting},
    paper::{Block, Run, Sheet},
    table,
};
use krilla::tagging::{ArtifactType, BBox, ListNumbering, Tag, TagKind};
use std::num::NonZeroU16;

/// Left and right of the text, in points: 22 mm.
const MARGIN: f32 = 62.0;
/// Above the text.
const ABOVE: f32 = 54.0;
/// Below the text; the foot of the page stands in it.
const BELOW: f32 = 64.0;

/// The size of ordinary text. Below 10 points a fax loses letters.
pub(crate) const TEXT: f32 = 10.5;
/// From line to line of it.
pub(crate) const LEAD: f32 = 14.5;

/// What is drawn, in points from the page's upper left corner.
#[derive(Clone, Debug)]
pub(crate) enum Ink {
    /// A line of text; `y` is its base line.
    Text { x: f32, y: f32, size: f32, line: Line },
    /// A straight line.
    Stroke { from: (f32, f32), to: (f32, f32), width: f32, dashed: bool },
    /// A stroke of a pen through these points.
    Pen { points: Vec<(f32, f32)>, width: f32 },
    /// A filled square around a point.
    Square { at: (f32, f32), side: f32 },
}

/// What something drawn belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Belongs {
    /// A part of the document, by its place in [`Flow::parts`].
    Part(usize),
    /// Nothing: ornament, page number.
    Nothing(ArtifactType),
}

/// Things drawn together.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) belongs: Belongs,
    pub(crate) inks: Vec<Ink>,
}

/// A part of the document: its kind, and what it is made of, in the order of reading.
pub(crate) struct Part {
    pub(crate) tag: TagKind,
    pub(crate) within: Vec<Within>,
}

/// What a part is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Within {
    /// Another part.
    Part(usize),
    /// The stretch of this page, by both places.
    Stretch(usize, usize),
}

/// A bookmark.
pub(crate) struct Bookmark {
    pub(crate) level: u8,
    pub(crate) text: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// The pages as they fill.
pub(crate) struct Flow<'a> {
    pub(crate) faces: &'a Faces,
    pub(crate) sheet: &'a Sheet,
    pub(crate) pages: Vec<Vec<Stretch>>,
    pub(crate) parts: Vec<Part>,
    pub(crate) roots: Vec<usize>,
    pub(crate) bookmarks: Vec<Bookmark>,
    /// Where the next line begins.
    pub(crate) y: f32,
    level: u8,
}

impl<'a> Flow<'a> {
    /// Sets the whole sheet.
    pub(crate) fn set(faces: &'a Faces, sheet: &'a Sheet) -> Flow<'a> {
        let mut flow = Flow {
            faces,
            sheet,
            pages: vec![Vec::new()],
            parts: Vec::new(),
            roots: Vec::new(),
            bookmarks: Vec::new(),
            y: ABOVE,
            level: 0,
        };
        for block in &sheet.blocks {
            flow.block(block);
        }
        flow.feet();
        flow
    }

    pub(crate) fn left(&self) -> f32 {
        MARGIN
    }
    pub(crate) fn width(&self) -> f32 {
        self.sheet.paper.size().0 - 2.0 * MARGIN
    }
    fn bottom(&self) -> f32 {
        self.sheet.paper.size().1 - BELOW
    }
    /// How much of the page is still free.
    pub(crate) fn room(&self) -> f32 {
        self.bottom() - self.y
    }
    /// How much an empty page holds.
    pub(crate) fn whole(&self) -> f32 {
        self.bottom() - ABOVE
    }
    pub(crate) fn page(&self) -> usize {
        self.pages.len() - 1
    }
    /// Goes on at the top of a new page.
    pub(crate) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = ABOVE;
    }
    /// Turns the page where less than this is free, unless it is empty.
    pub(crate) fn need(&mut self, height: f32) {
        if self.room() < height && self.y > ABOVE {
            self.turn();
        }
    }
    pub(crate) fn setting(&self, size: f32, bold: bool) -> Setting {
        Setting { size, bold, right_to_left: self.sheet.right_to_left }
    }

    /// A new part of the document, within another or at its root.
    pub(crate) fn part(&mut self, tag: impl Into<TagKind>, within: Option<usize>) -> usize {
        let id = self.parts.len();
        self.parts.push(Part { tag: tag.into(), within: Vec::new() });
        match within.and_then(|parent| self.parts.get_mut(parent)) {
            Some(parent) => parent.within.push(Within::Part(id)),
            None => self.roots.push(id),
        }
        id
    }

    /// Draws on the page that is filling.
    pub(crate) fn draw(&mut self, belongs: Belongs, inks: Vec<Ink>) {
        let page = self.page();
        let Some(stretches) = self.pages.last_mut() else { return };
        if let Belongs::Part(id) = belongs
            && let Some(part) = self.parts.get_mut(id)
        {
            part.within.push(Within::Stretch(page, stretches.len()));
        }
        stretches.push(Stretch { belongs, inks });
    }

    /// The place of a line of this width in a column.
    pub(crate) fn edge(&self, x: f32, column: f32, line: &Line) -> f32 {
        if self.sheet.right_to_left { x + column - line.width } else { x }
    }

    /// Lines of a part under each other, over as many pages as they need.
    pub(crate) fn lines(&mut self, part: usize, lines: Vec<Line>, (x, column): (f32, f32), size: f32, lead: f32) {
        for line in lines {
            self.need(lead);
            let ink = Ink::Text { x: self.edge(x, column, &line), y: self.y + lead * 0.5 + size * 0.36, size, line };
            self.draw(Belongs::Part(part), vec![ink]);
            self.y += lead;
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Text(runs) => {
                let part = self.part(Tag::P, None);
                self.paragraph(part, runs);
                self.y += 5.0;
            }
            Block::Lines(lines) => {
                let part = self.part(Tag::P, None);
                let kept = lines.len().min(6) as f32 * 13.5;
                self.need(kept);
                let text = lines.join("\n");
                let set = line::lines(self.faces, &[Run::plain(text)], self.setting(TEXT, false), self.width());
                self.lines(part, set, (self.left(), self.width()), TEXT, 13.5);
                self.y += 7.0;
            }
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Facts(facts) => table::facts(self, facts),
            Block::Table(of) => table::table(self, of),
            Block::Trend(trend) => figure::trend(self, trend),
            Block::Drawing(drawing) => figure::drawing(self, drawing),
            Block::Rule => {
                self.need(12.0);
                let (x, y) = (self.left(), self.y + 3.0);
                let ink = Ink::Stroke { from: (x, y), to: (x + self.width(), y), width: 0.75, dashed: false };
                self.draw(Belongs::Nothing(ArtifactType::Layout), vec![ink]);
                self.y += 10.0;
            }
            Block::Space(height) => {
                self.need(*height);
                self.y += height;
            }
            Block::Page => {
                if self.y > ABOVE {
                    self.turn();
                }
            }
        }
    }

    pub(crate) fn paragraph(&mut self, part: usize, runs: &[Run]) {
        let set = line::lines(self.faces, runs, self.setting(TEXT, false), self.width());
        // Neither the first line alone at the foot of a page, nor the last alone on the next.
        if set.len() <= 3 {
            self.need(set.len() as f32 * LEAD);
        } else {
            self.need(2.0 * LEAD);
        }
        self.lines(part, set, (self.left(), self.width()), TEXT, LEAD);
    }

    fn heading(&mut self, level: u8, text: &str) {
        let level = level.clamp(1, 3).min(self.level + 1);
        self.level = level;
        let (size, lead, above) = match level {
            1 => (17.0, 22.0, 4.0),
            2 => (12.5, 17.0, 7.0),
            _ => (TEXT, LEAD, 4.0),
        };
        let set = line::lines(self.faces, &[Run::bold(text)], self.setting(size, true), self.width());
        if self.y > ABOVE {
            self.y += above;
        }
        // A heading stays with the lines that it is over.
        self.need(set.len() as f32 * lead + 3.0 * LEAD);
        let mark = Bookmark { level, text: text.to_owned(), page: self.page(), y: self.y };
        self.bookmarks.push(mark);
        let depth = NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN);
        let part = self.part(Tag::Hn(depth, Some(text.to_owned())), None);
        self.lines(part, set, (self.left(), self.width()), size, lead);
        self.y += 2.0;
    }

    fn list(&mut self, numbered: bool, items: &[String]) {
        let numbering = if numbered { ListNumbering::Decimal } else { ListNumbering::Disc };
        let list = self.part(Tag::L(numbering), None);
        let indent = 18.0;
        for (at, item) in items.iter().enumerate() {
            let set = line::lines(self.faces, &[Run::plain(item)], self.setting(TEXT, false), self.width() - indent);
            self.need(set.len().min(3) as f32 * LEAD);
            let entry = self.part(Tag::LI, Some(list));
            let label = self.part(Tag::Lbl, Some(entry));
            let body = self.part(Tag::LBody, Some(entry));
            let sign = if numbered { format!("{}.", at + 1) } else { "•".to_owned() };
            let signs = line::lines(self.faces, &[Run::plain(sign)], self.setting(TEXT, false), indent);
            let (top, page) = (self.y, self.page());
            self.lines(label, signs, (self.left(), self.width()), TEXT, LEAD);
            if page == self.page() {
                self.y = top;
            }
            let x = if self.sheet.right_to_left { self.left() } else { self.left() + indent };
            self.lines(body, set, (x, self.width() - indent), TEXT, LEAD);
            self.y += 1.5;
        }
        self.y += 4.0;
    }

    /// The foot of every page, once it is known how many there are.
    fn feet(&mut self) {
        let pages = self.pages.len();
        let (size, y) = (8.5, self.sheet.paper.size().1 - 34.0);
        for page in 0..pages {
            let number =
                self.sheet.numbering.replace("{page}", &(page + 1).to_string()).replace("{pages}", &pages.to_string());
            let setting = self.setting(size, false);
            let numbers = line::lines(self.faces, &[Run::plain(number)], setting, self.width() * 0.25);
            let feet = line::lines(self.faces, &[Run::plain(&self.sheet.foot)], setting, self.width() * 0.73);
            let (start, wide) = (self.left(), self.width());
            let mut inks =
                vec![Ink::Stroke { from: (start, y - 13.0), to: (start + wide, y - 13.0), width: 0.75, dashed: false }];
            let mirrored = self.sheet.right_to_left;
            for (row, line) in feet.into_iter().take(2).enumerate() {
                let x = self.edge(start, wide, &line);
                inks.push(Ink::Text { x, y: y + row as f32 * 10.5, size, line });
            }
            if let Some(line) = numbers.into_iter().next() {
                let x = if mirrored { start } else { start + wide - line.width };
                inks.push(Ink::Text { x, y, size, line });
            }
            if let Some(stretches) = self.pages.get_mut(page) {
                stretches.push(Stretch { belongs: Belongs::Nothing(ArtifactType::Footer), inks });
            }
        }
    }

    /// A box on the page that is filling, for a figure's tag.
    pub(crate) fn bounds(&self, top: f32, height: f32) -> Option<BBox> {
        let rect = krilla::geom::Rect::from_xywh(self.left(), top, self.width(), height)?;
        Some(BBox::new(self.page(), rect))
    }
}
