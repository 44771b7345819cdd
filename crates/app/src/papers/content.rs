//! What a file is, by its content: a PNG or JPEG picture, or a PDF. Its name and what the browser says of it do not count.
//!
//! Sources: PNG third edition (W3C 2025) §5; ITU-T T.81 (JPEG) annex B; ISO 32000-2 (PDF) §7.5.

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Png,
    Jpeg,
    Pdf,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It begins like none of the kinds that are taken.
    Unknown,
    /// It begins like one, and does not hold what that kind must: cut off, or something else behind a borrowed beginning.
    Broken,
}

impl Media {
    /// The media type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Media::Png => "image/png",
            Media::Jpeg => "image/jpeg",
            Media::Pdf => "application/pdf",
        }
    }

    /// The kind with this media type.
    pub(super) fn named(name: &str) -> Option<Media> {
        [Media::Png, Media::Jpeg, Media::Pdf].into_iter().find(|media| media.name() == name)
    }

    /// The ending that a saved copy gets.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Media::Png => "png",
            Media::Jpeg => "jpg",
            Media::Pdf => "pdf",
        }
    }

    /// What these bytes are.
    pub(super) fn of(bytes: &[u8]) -> Result<Media, Unfit> {
        let whole = |media: Media, is: Option<()>| is.map(|()| media).ok_or(Unfit::Broken);
        if let Some(rest) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") {
            whole(Media::Png, png(rest))
        } else if let Some(rest) = bytes.strip_prefix(b"\xff\xd8") {
            whole(Media::Jpeg, jpeg(rest))
        } else if bytes.starts_with(b"%PDF-") {
            whole(Media::Pdf, pdf(bytes))
        } else {
            Err(Unfit::Unknown)
        }
    }
}

/// The widest and the highest picture: a scan of A3 at 1200 dots an inch.
const MOST_DOTS: u32 = 20_000;

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn fits(width: u32, height: u32) -> Option<()> {
    ((1..=MOST_DOTS).contains(&width) && (1..=MOST_DOTS).contains(&height)).then_some(())
}

/// Chunk after chunk: first the header, some data, last the end, and nothing behind it.
fn png(mut rest: &[u8]) -> Option<()> {
    let (mut first, mut data) = (true, false);
    loop {
        let length = usize::try_from(number(rest, 0)?).ok()?;
        let kind = rest.get(4..8)?;
        let body = rest.get(8..8usize.checked_add(length)?)?;
        rest = rest.get(8 + length + 4..)?;
        match kind {
            b"IHDR" if first && length == 13 => fits(number(body, 0)?, number(body, 4)?)?,
            b"IEND" => return (data && length == 0 && rest.is_empty()).then_some(()),
            _ if first => return None,
            b"IDAT" => data = true,
            _ if kind.iter().all(u8::is_ascii_alphabetic) => {}
            _ => return None,
        }
        first = false;
    }
}

/// Segment after segment to the picture's data, a frame with its size among them; then the mark of the end.
fn jpeg(mut rest: &[u8]) -> Option<()> {
    let mut frame = false;
    loop {
        let (&[0xff, marker], after) = rest.split_first_chunk::<2>()? else { return None };
        let length = usize::from(short(after, 0)?);
        let body = after.get(2..length)?;
        match marker {
            // Frames: all of C0 to CF but tables (C4), extensions (C8) and arithmetic conditioning (CC).
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                fits(short(body, 3)?.into(), short(body, 1)?.into())?;
                frame = true;
            }
            0xda => return (frame && after.windows(2).any(|pair| pair == [0xff, 0xd9])).then_some(()),
            0xc4 | 0xcc | 0xdb..=0xef | 0xfe => {}
            _ => return None,
        }
        rest = after.get(length..)?;
    }
}

/// A version that there is, and near the end where the table of its objects stands and that it ends.
fn pdf(bytes: &[u8]) -> Option<()> {
    let version = bytes.get(5..8)?;
    let known = matches!(version, [b'1', b'.', b'0'..=b'7'] | [b'2', b'.', b'0']);
    let tail = bytes.get(bytes.len().saturating_sub(2_048)..)?;
    let holds = |what: &[u8], within: &[u8]| within.windows(what.len()).any(|window| window == what);
    (known && holds(b"startxref", tail) && holds(b"%%EOF", tail) && holds(b" obj", bytes)).then_some(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
        let mut all = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
        all.extend(kind);
        all.extend(body);
        all.extend([0; 4]);
        all
    }

    fn a_png() -> Vec<u8> {
        let size = [0, 0, 0, 2, 0, 0, 0, 1, 8, 2, 0, 0, 0];
        let head = b"\x89PNG\r\n\x1a\n".to_vec();
        [head, chunk(b"IHDR", &size), chunk(b"tEXt", b"x"), chunk(b"IDAT", b"data"), chunk(b"IEND", b"")].concat()
    }

    fn a_jpeg() -> Vec<u8> {
        let begin = b"\xff\xd8\xff\xe0\x00\x04ab".to_vec();
        let frame = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x02\x01\x01\x11\x00".to_vec();
        let scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34\xff\xd9".to_vec();
        [begin, frame, scan].concat()
    }

    fn a_pdf() -> Vec<u8> {
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n44\n%%EOF\n".to_vec()
    }

    #[test]
    fn each_kind_is_known_by_its_content() {
        assert_eq!(Media::of(&a_png()), Ok(Media::Png));
        assert_eq!(Media::of(&a_jpeg()), Ok(Media::Jpeg));
        assert_eq!(Media::of(&a_pdf()), Ok(Media::Pdf));
    }

    #[test]
    fn a_page_a_script_and_an_empty_file_are_of_no_kind() {
        for other in [&b""[..], b"<!doctype html><script>", b"GIF89a", b"PK\x03\x04", b"\xef\xbb\xbf%PDF-1.7"] {
            assert_eq!(Media::of(other), Err(Unfit::Unknown), "{other:?}");
        }
    }

    #[test]
    fn a_borrowed_beginning_is_not_enough() {
        for other in
            [&b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"[..], b"\xff\xd8\xff<html>", b"%PDF-1.7 <html>", b"%PDF-9.9"]
        {
            assert_eq!(Media::of(other), Err(Unfit::Broken), "{other:?}");
        }
    }

    #[test]
    fn what_is_cut_off_anywhere_is_broken() {
        for whole in [a_png(), a_jpeg()] {
            for length in 8..whole.len() {
                assert_eq!(Media::of(&whole[..length]), Err(Unfit::Broken), "{length} of {}", whole.len());
            }
        }
        let whole = a_pdf();
        assert_eq!(Media::of(&whole[..whole.len() - 7]), Err(Unfit::Broken));
    }

    #[test]
    fn a_png_with_something_behind_its_end_is_broken() {
        let mut two = a_png();
        two.extend(b"PK\x03\x04");
        assert_eq!(Media::of(&two), Err(Unfit::Broken));
    }

    #[test]
    fn a_picture_of_no_size_or_of_one_that_no_scanner_makes_is_broken() {
        for width in [0u32, 20_001, u32::MAX] {
            let mut odd = a_png();
            odd[16..20].copy_from_slice(&width.to_be_bytes());
            assert_eq!(Media::of(&odd), Err(Unfit::Broken), "{width}");
        }
    }
}
