//! From pages to the bytes of a tagged PDF.
use crate::{
    Fault,
    face::Faces,
    flow::{Belongs, Bookmark, Flow, Ink, Stretch, Within},
    paper::{Instant, Sheet},
};
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata, TextDirection},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, LineCap, Stroke, StrokeDash},
    surface::Surface,
    tagging::{Artifact, ContentTag, Identifier, Node, SpanTag, TagGroup, TagTree},
};

/// Draws the pages, hangs what was drawn into the document's tree, and has the whole checked.
pub(crate) fn paint(faces: &Faces, sheet: &Sheet, flow: Flow<'_>) -> Result<Vec<u8>, Fault> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|why| Fault::Refused(format!("{why:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let (width, height) = sheet.paper.size();
    let settings = PageSettings::from_wh(width, height).ok_or(Fault::Paper)?;
    let mut drawn: Vec<Vec<Option<Identifier>>> = Vec::new();
    for stretches in &flow.pages {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        drawn.push(stretches.iter().map(|stretch| draw(faces, &mut surface, stretch)).collect());
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(sheet.language.clone()));
    for root in &flow.roots {
        if let Some(group) = group(&flow, *root, &drawn) {
            tree.push(group);
        }
    }
    document.set_tag_tree(tree);
    document.set_outline(outline(&flow.bookmarks));
    document.set_metadata(metadata(sheet));
    document.finish().map_err(|why| Fault::Refused(format!("{why:?}")))
}

/// A part of the document with what it is made of.
fn group(flow: &Flow<'_>, id: usize, drawn: &[Vec<Option<Identifier>>]) -> Option<TagGroup> {
    let part = flow.parts.get(id)?;
    let mut group = TagGroup::new(part.tag.clone());
    for within in &part.within {
        let node = match *within {
            Within::Part(id) => self::group(flow, id, drawn).map(Node::from),
            Within::Stretch(page, at) => drawn.get(page)?.get(at).copied().flatten().map(Node::from),
        };
        if let Some(node) = node {
            group.push(node);
        }
    }
    Some(group)
}

fn draw(faces: &Faces, surface: &mut Surface<'_>, stretch: &Stretch) -> Option<Identifier> {
    let tag = match stretch.belongs {
        Belongs::Part(_) => ContentTag::Span(SpanTag::empty()),
        Belongs::Nothing(kind) => ContentTag::Artifact(Artifact::with_kind(kind)),
    };
    let identifier = surface.start_tagged(tag);
    for ink in &stretch.inks {
        spread(faces, surface, ink);
    }
    surface.end_tagged();
    matches!(stretch.belongs, Belongs::Part(_)).then_some(identifier)
}

fn spread(faces: &Faces, surface: &mut Surface<'_>, ink: &Ink) {
    let black = || Fill { paint: luma::Color::black().into(), opacity: NormalizedF32::ONE, ..Fill::default() };
    match ink {
        Ink::Text { x, y, size, line } => {
            surface.set_stroke(None);
            surface.set_fill(Some(black()));
            for piece in &line.pieces {
                let Some(face) = faces.face(piece.face) else { continue };
                let start = Point::from_xy(x + piece.x, *y);
                surface.draw_glyphs(start, &piece.glyphs, face.font.clone(), &piece.text, *size, false);
            }
        }
        Ink::Stroke { from, to, width, dashed } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            let Some(path) = path.finish() else { return };
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                width: *width,
                line_cap: LineCap::Butt,
                dash: dashed.then(|| StrokeDash { array: vec![4.0, 3.0], offset: 0.0 }),
                ..Stroke::default()
            }));
            surface.draw_path(&path);
        }
        Ink::Pen { points, width } => {
            let Some(path) = pen(points) else { return };
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { width: *width, line_cap: LineCap::Round, ..Stroke::default() }));
            surface.draw_path(&path);
        }
        Ink::Square { at, side } => {
            let Some(square) = Rect::from_xywh(at.0 - side / 2.0, at.1 - side / 2.0, *side, *side) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(square);
            let Some(path) = path.finish() else { return };
            surface.set_stroke(None);
            surface.set_fill(Some(black()));
            surface.draw_path(&path);
        }
    }
}

/// A smooth line: through the middle between each two points, bent towards the points themselves.
fn pen(points: &[(f32, f32)]) -> Option<Path> {
    let (first, rest) = points.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(first.0, first.1);
    for pair in rest.windows(2) {
        if let [(x, y), (next_x, next_y)] = pair {
            path.quad_to(*x, *y, x.midpoint(*next_x), y.midpoint(*next_y));
        }
    }
    let (x, y) = rest.last().copied().unwrap_or((first.0 + 0.1, first.1));
    path.line_to(x, y);
    path.finish()
}

/// The bookmarks: headings under the heading that they belong to.
fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    let mut rest = bookmarks.iter().peekable();
    while let Some(first) = rest.next() {
        outline.push_child(branch(first, &mut rest));
    }
    outline
}

fn branch<'a>(of: &'a Bookmark, rest: &mut std::iter::Peekable<impl Iterator<Item = &'a Bookmark>>) -> OutlineNode {
    let place = XyzDestination::new(of.page, Point::from_xy(0.0, of.y));
    let mut node = OutlineNode::new(of.text.clone(), place).with_open(true);
    while let Some(next) = rest.next_if(|next| next.level > of.level) {
        // A level is never left out on the way down, so what is deeper by two stands under one that is deeper by one.
        node.push_child(OutlineNode::new(
            next.text.clone(),
            XyzDestination::new(next.page, Point::from_xy(0.0, next.y)),
        ));
    }
    node
}

fn metadata(sheet: &Sheet) -> Metadata {
    let Instant { year, month, day, hour, minute, second } = sheet.made;
    let made = DateTime::new(year).month(month).day(day).hour(hour).minute(minute).second(second);
    let made = made.utc_offset_hour(0).utc_offset_minute(0);
    let direction = if sheet.right_to_left { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    let metadata = Metadata::new().title(sheet.title.clone()).language(sheet.language.clone()).creation_date(made);
    let metadata = metadata.creator("Palpate".to_owned()).producer("Palpate".to_owned()).text_direction(direction);
    if sheet.author.is_empty() { metadata } else { metadata.authors(vec![sheet.author.clone()]) }
}
