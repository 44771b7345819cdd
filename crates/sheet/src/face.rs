//! The typefaces that letters are set in, and which of them has which letter.
//!
//! Atkinson Hyperlegible Next tells 0 from O and 1 from l and I. What it lacks, the next one may have; what none has is
//! written in Latin letters.
use crate::Fault;
use harfrust::{Direction, FontRef, GlyphBuffer, ShapeOptions, ShapePlan, ShaperData, UnicodeBuffer, script};
use krilla::text::Font;
use skrifa::{MetadataProvider, charmap::Charmap};
use std::sync::LazyLock;

/// One typeface in one weight.
pub(crate) struct Face {
    /// As the PDF embeds it.
    pub(crate) font: Font,
    /// Units of the drawing per em.
    pub(crate) units: f32,
    file: FontRef<'static>,
    shaper: ShaperData,
    letters: Charmap<'static>,
    plans: Vec<(harfrust::Script, Direction, ShapePlan)>,
}

/// All of them. The order is the order in which they are asked for a letter.
pub(crate) struct Faces(Vec<Face>);

/// The place of a face in [`Faces`].
pub(crate) type FaceId = usize;

const REGULAR: FaceId = 0;
const BOLD: FaceId = 1;

static FILES: [(&str, &[u8]); 5] = [
    ("Atkinson Hyperlegible Next", include_bytes!("../fonts/atkinson-hyperlegible-next-regular.ttf")),
    ("Atkinson Hyperlegible Next Bold", include_bytes!("../fonts/atkinson-hyperlegible-next-bold.ttf")),
    ("Source Serif 4", include_bytes!("../fonts/source-serif-4-regular.ttf")),
    ("Noto Sans Hebrew", include_bytes!("../fonts/noto-sans-hebrew-regular.ttf")),
    ("Noto Naskh Arabic", include_bytes!("../fonts/noto-naskh-arabic-regular.ttf")),
];

impl Faces {
    /// The embedded ones, read once.
    pub(crate) fn embedded() -> Result<&'static Faces, Fault> {
        static FACES: LazyLock<Result<Faces, &'static str>> = LazyLock::new(|| {
            FILES.iter().map(|(name, file)| Face::read(file).ok_or(*name)).collect::<Result<_, _>>().map(Faces)
        });
        FACES.as_ref().map_err(|name| Fault::Font(name))
    }

    /// The face of this place.
    pub(crate) fn face(&self, id: FaceId) -> Option<&Face> {
        self.0.get(id)
    }

    /// Has one of them this letter?
    pub(crate) fn has(&self, c: char) -> bool {
        self.0.iter().any(|face| face.has(c))
    }

    /// The face that sets `c`: the one before it where `c` only marks the letter before, else the first that has it.
    pub(crate) fn choose(&self, c: char, bold: bool, before: Option<FaceId>) -> FaceId {
        if let Some(before) = before
            && marks_another(c)
            && self.face(before).is_some_and(|face| face.has(c))
        {
            return before;
        }
        let first = if bold { BOLD } else { REGULAR };
        let rest = (0..self.0.len()).filter(|id| !matches!(*id, REGULAR | BOLD));
        std::iter::once(first).chain(rest).find(|id| self.face(*id).is_some_and(|face| face.has(c))).unwrap_or(first)
    }
}

/// Points and accents that stand on the letter before them, and joiners.
fn marks_another(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x591..=0x5C7 | 0x610..=0x61A | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6ED | 0x200C..=0x200D)
}

impl Face {
    fn read(file: &'static [u8]) -> Option<Face> {
        let font = Font::new(file.into(), 0)?;
        let reader = FontRef::from_index(file, 0).ok()?;
        let shaper = ShaperData::new(&reader);
        let mut plans = Vec::new();
        for script in [script::LATIN, script::GREEK, script::CYRILLIC, script::HEBREW, script::ARABIC, script::COMMON] {
            for direction in [Direction::LeftToRight, Direction::RightToLeft] {
                let ready = shaper.shaper(&reader).build();
                plans.push((script, direction, ShapePlan::new(&ready, direction, Some(script), None, &[])));
            }
        }
        Some(Face { units: font.units_per_em(), font, shaper, letters: reader.charmap(), plans, file: reader })
    }

    fn has(&self, c: char) -> bool {
        self.letters.map(c).is_some()
    }

    /// The glyphs of one piece of text, in the order in which they are seen.
    pub(crate) fn shape(&self, text: &str, right_to_left: bool) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let direction = if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        let shaper = self.shaper.shaper(&self.file).build();
        if buffer.script() == script::UNKNOWN {
            buffer.set_script(script::COMMON);
        }
        let script = buffer.script();
        match self.plans.iter().find(|(of, way, _)| *of == script && *way == direction) {
            Some((_, _, plan)) => shaper.shape(buffer, ShapeOptions::new().plan(Some(plan))),
            None => shaper.shape(buffer, ShapeOptions::new()),
        }
    }
}
