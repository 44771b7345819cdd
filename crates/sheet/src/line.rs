//! From text to lines: letters to glyphs, words into lines, right-to-left words into their order.
use crate::{
    face::{FaceId, Faces},
    paper::Run,
};
use krilla::text::{GlyphId, KrillaGlyph};
use std::{ops::Range, sync::Arc};
use unicode_bidi::{BidiInfo, Level, ParagraphBidiInfo};

/// One line, ready to be drawn. Widths in points.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) pieces: Vec<Placed>,
    /// Without the spaces at its end.
    pub(crate) width: f32,
}

/// Glyphs in one face, at their place on the line.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// From the line's left edge.
    pub(crate) x: f32,
    pub(crate) face: FaceId,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// What the glyphs' ranges point into.
    pub(crate) text: Arc<str>,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// The size of the letters in points.
    pub(crate) size: f32,
    /// All of it bold?
    pub(crate) bold: bool,
    /// Does a line begin at the right?
    pub(crate) right_to_left: bool,
}

/// A stretch of one line's text in one face, one direction, and either of spaces or of none.
struct Piece {
    range: Range<usize>,
    level: Level,
    face: FaceId,
    bold: bool,
    space: bool,
    /// May the line be broken before it?
    breaks: bool,
    glyphs: Vec<KrillaGlyph>,
    width: f32,
}

/// Sets a text into lines of at most `width` points.
pub(crate) fn lines(faces: &Faces, runs: &[Run], setting: Setting, width: f32) -> Vec<Line> {
    let mut out = Vec::new();
    for (text, bold) in hard_lines(faces, runs, setting.bold) {
        set(faces, &Arc::from(text), &bold, setting, width, &mut out);
    }
    out
}

/// The width of a text on one line, and that of its longest word.
pub(crate) fn measure(faces: &Faces, text: &str, setting: Setting) -> (f32, f32) {
    let (mut all, mut most) = (0.0_f32, 0.0_f32);
    for (text, bold) in hard_lines(faces, &[Run::plain(text)], setting.bold) {
        let (mut line, mut word) = (0.0_f32, 0.0_f32);
        for piece in pieces(faces, &text, &bold, setting) {
            line += piece.width;
            word = if piece.breaks { 0.0 } else { word } + if piece.space { 0.0 } else { piece.width };
            most = most.max(word);
        }
        all = all.max(line);
    }
    (all, most)
}

/// The texts between newlines, each with the weight of every byte, and only with letters that can be set.
fn hard_lines(faces: &Faces, runs: &[Run], all_bold: bool) -> Vec<(String, Vec<bool>)> {
    let mut lines = vec![(String::new(), Vec::new())];
    for run in runs {
        for c in run.text.chars() {
            if c == '\n' {
                lines.push((String::new(), Vec::new()));
            } else if let Some((text, bold)) = lines.last_mut() {
                push_settable(faces, c, text);
                bold.resize(text.len(), run.bold || all_bold);
            }
        }
    }
    lines
}

/// Adds the letter, or what stands for it where no face has it. A reader may find no hole and no box on a letter.
fn push_settable(faces: &Faces, c: char, text: &mut String) {
    match c {
        '\t' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => text.push(if c == '\t' { ' ' } else { '\u{a0}' }),
        '\u{feff}' | '\u{fffe}' | '\u{fe00}'..='\u{fe0f}' | '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}' => {}
        c if c.is_control() => {}
        c if faces.has(c) => text.push(c),
        c => match any_ascii::any_ascii_char(c) {
            "" => text.push('?'),
            latin => text.push_str(latin),
        },
    }
}

fn pieces(faces: &Faces, text: &str, bold: &[bool], setting: Setting) -> Vec<Piece> {
    let base = if setting.right_to_left { Level::rtl() } else { Level::ltr() };
    let order = ParagraphBidiInfo::new(text, Some(base));
    let mut all: Vec<Piece> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let (level, bold) = (order.levels.get(at).copied().unwrap_or(base), bold.get(at).copied().unwrap_or(false));
        let face = faces.choose(c, bold, all.last().map(|last| last.face));
        let space = c == ' ';
        let breaks = before.is_some_and(|before| may_break(before, c, text.get(at..).unwrap_or_default()));
        let range = at..at + c.len_utf8();
        match all.last_mut() {
            Some(last)
                if !breaks && last.level == level && last.face == face && last.space == space && last.bold == bold =>
            {
                last.range.end = range.end;
            }
            _ => all.push(Piece { range, level, face, bold, space, breaks, glyphs: Vec::new(), width: 0.0 }),
        }
        before = Some(c);
    }
    for piece in &mut all {
        shape(faces, text, piece, setting.size);
    }
    all
}

/// May a line end between these two? After spaces, and after a hyphen or stroke between words, but not within a date.
fn may_break(before: char, c: char, rest: &str) -> bool {
    let next_is_word = rest.chars().next().is_some_and(char::is_alphabetic);
    (before == ' ' && c != ' ') || (matches!(before, '-' | '–' | '—' | '/') && next_is_word)
}

fn shape(faces: &Faces, text: &str, piece: &mut Piece, size: f32) {
    let (Some(face), Some(words)) = (faces.face(piece.face), text.get(piece.range.clone())) else { return };
    let shaped = face.shape(words, piece.level.is_rtl());
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let end_of = |start: usize| starts.iter().copied().find(|next| *next > start).unwrap_or(words.len());
    piece.glyphs = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, at)| {
            let start = info.cluster as usize;
            let of_em = |units: i32| units as f32 / face.units;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                of_em(at.x_advance),
                of_em(at.x_offset),
                of_em(at.y_offset),
                of_em(at.y_advance),
                piece.range.start + start..piece.range.start + end_of(start),
                None,
            )
        })
        .collect();
    piece.width = piece.glyphs.iter().map(|glyph| glyph.x_advance * size).sum();
}

/// Fills lines with the words of one text between newlines.
fn set(faces: &Faces, text: &Arc<str>, bold: &[bool], setting: Setting, width: f32, out: &mut Vec<Line>) {
    let all = pieces(faces, text, bold, setting);
    let mut line: Vec<Piece> = Vec::new();
    let mut used = 0.0;
    let mut word: Vec<Piece> = Vec::new();
    let mut place = |line: &mut Vec<Piece>, used: &mut f32, word: Vec<Piece>| {
        let needs: f32 = word.iter().filter(|piece| !piece.space).map(|piece| piece.width).sum();
        if *used + needs > width && !line.is_empty() {
            out.push(laid(std::mem::take(line), text, setting));
            *used = 0.0;
        }
        let parts = if needs > width { letters(faces, text, word, setting.size) } else { word };
        for piece in parts {
            if *used + piece.width > width && !piece.space && !line.is_empty() {
                out.push(laid(std::mem::take(line), text, setting));
                *used = 0.0;
            }
            *used += piece.width;
            line.push(piece);
        }
    };
    for piece in all {
        if piece.breaks && !word.is_empty() {
            place(&mut line, &mut used, std::mem::take(&mut word));
        }
        word.push(piece);
    }
    place(&mut line, &mut used, word);
    out.push(laid(line, text, setting));
}

/// A word that is longer than a line, letter by letter, so that it can be broken anywhere.
fn letters(faces: &Faces, text: &str, word: Vec<Piece>, size: f32) -> Vec<Piece> {
    let mut out = Vec::new();
    for piece in word {
        let words = text.get(piece.range.clone()).unwrap_or_default();
        for (at, c) in words.char_indices() {
            let start = piece.range.start + at;
            let mut one = Piece { range: start..start + c.len_utf8(), glyphs: Vec::new(), width: 0.0, ..piece };
            shape(faces, text, &mut one, size);
            out.push(one);
        }
    }
    out
}

/// The pieces of one line in the order in which they are seen, neighbours of one face joined.
fn laid(mut line: Vec<Piece>, text: &Arc<str>, setting: Setting) -> Line {
    let kept = line.iter().rposition(|piece| !piece.space).map_or(0, |last| last + 1);
    let after = line.split_off(kept);
    let levels: Vec<Level> = line.iter().map(|piece| piece.level).collect();
    let mut slots: Vec<Option<Piece>> = line.into_iter().map(Some).collect();
    let mut out = Line::default();
    let mut x = 0.0;
    for piece in BidiInfo::reorder_visual(&levels).into_iter().filter_map(|at| slots.get_mut(at).and_then(Option::take))
    {
        match out.pieces.last_mut() {
            Some(last) if last.face == piece.face => last.glyphs.extend(piece.glyphs),
            _ => out.pieces.push(Placed { x, face: piece.face, glyphs: piece.glyphs, text: text.clone() }),
        }
        x += piece.width;
    }
    out.width = x;
    // The spaces at the end are seen by nobody and heard by who has the line read aloud: they part it from the next.
    for piece in after.into_iter().take(1) {
        let x = if setting.right_to_left { -piece.width } else { x };
        out.pieces.push(Placed { x, face: piece.face, glyphs: piece.glyphs, text: text.clone() });
    }
    out
}
