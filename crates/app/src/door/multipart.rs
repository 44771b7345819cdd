//! A form with a file in it, as browsers send it (RFC 7578): read whole, from a body whose size was limited before.
use super::{
    error::{Error, Result},
    form::Fields,
};
use axum::body::Bytes;

/// A file as it was sent. Its name is a claim; what it is, its content says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Upload {
    /// The name it had on the other machine, without folders and control characters; may be empty.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// The most parts that a form of ours could have, with room.
const MOST_PARTS: usize = 200;

/// The boundary that the content type names; none where this is no such form.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let (kind, rest) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = rest.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_string())
    })?;
    // RFC 2046: 1 to 70 characters.
    (1..=70).contains(&value.len()).then_some(value)
}

/// The fields, and the file where one was chosen. Two files are refused: no form of ours has two.
pub(crate) fn read(body: &Bytes, boundary: &str) -> Result<(Fields, Option<Upload>)> {
    let wrong = || Error::Unreadable("not a form with a file".into());
    let (opening, next) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut at = find(body, opening.as_bytes(), 0).filter(|at| *at == 0).ok_or_else(wrong)? + opening.len();
    let (mut fields, mut file) = (Fields::new(), None);
    for _ in 0..MOST_PARTS {
        match body.get(at..at + 2) {
            Some(b"--") => return Ok((fields, file)),
            Some(b"\r\n") => at += 2,
            _ => return Err(wrong()),
        }
        let end_of_head = find(body, b"\r\n\r\n", at).ok_or_else(wrong)?;
        let head = body.get(at..end_of_head).and_then(|head| std::str::from_utf8(head).ok()).ok_or_else(wrong)?;
        let begin = end_of_head + 4;
        let end = find(body, next.as_bytes(), begin).ok_or_else(wrong)?;
        let part = Part::read(head).ok_or_else(wrong)?;
        match part.file {
            // A file field that was left empty comes as a part without name and content.
            Some(name) if begin == end && name.is_empty() => {}
            Some(name) if file.is_none() => {
                file = Some(Upload { name: bare(&name), bytes: body.slice(begin..end) });
            }
            Some(_) => return Err(Error::Unreadable("more than one file".into())),
            None => {
                let value = std::str::from_utf8(body.get(begin..end).unwrap_or_default()).map_err(|_| wrong())?;
                fields.push((part.name, value.to_string()));
            }
        }
        at = end + next.len();
    }
    Err(wrong())
}

/// What the head of a part says.
struct Part {
    name: String,
    /// The file's name; none for a plain field.
    file: Option<String>,
}

impl Part {
    fn read(head: &str) -> Option<Part> {
        let line = head.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case("content-disposition").then_some(value.trim())
        })?;
        let rest = line.strip_prefix("form-data")?;
        Some(Part { name: quoted(rest, "name")?, file: quoted(rest, "filename") })
    }
}

/// The value of `; name="…"`. Browsers write a quotation mark inside as %22.
fn quoted(line: &str, name: &str) -> Option<String> {
    let begin = format!("; {name}=\"");
    let (_, rest) = line.split_once(&begin)?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("%22", "\"").replace("%0D", "").replace("%0A", ""))
}

/// A name without the folders before it and without what cannot be read.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn find(body: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let rest = body.get(from..)?;
    rest.windows(what.len()).position(|window| window == what).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(parts: &[&str]) -> Bytes {
        let parts: String = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect();
        Bytes::from(format!("{parts}--b--\r\n"))
    }

    const FIELD: &str = "Content-Disposition: form-data; name=\"kind\"\r\n\r\nold_chart";

    fn file(name: &str, content: &str) -> String {
        let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
        format!("{head}\r\nContent-Type: application/pdf\r\n\r\n{content}")
    }

    #[test]
    fn fields_and_the_file_are_read_whatever_the_file_holds() {
        let sent = body(&[FIELD, &file("C:\\scans\\Old chart.pdf", "%PDF\r\n--c\r\n\r\n")]);
        let (fields, file) = read(&sent, "b").unwrap();
        assert_eq!(fields, [("kind".to_string(), "old_chart".to_string())]);
        let file = file.unwrap();
        assert_eq!((file.name.as_str(), &file.bytes[..]), ("Old chart.pdf", &b"%PDF\r\n--c\r\n\r\n"[..]));
    }

    #[test]
    fn a_file_field_left_empty_is_no_file_and_two_files_are_refused() {
        assert_eq!(read(&body(&[FIELD, &file("", "")]), "b").unwrap().1, None);
        assert!(read(&body(&[&file("a", "1"), &file("b", "2")]), "b").is_err());
    }

    #[test]
    fn what_ends_too_early_is_refused() {
        let whole = body(&[FIELD, &file("a.pdf", "content")]);
        for length in 0..whole.len() - 4 {
            assert!(read(&whole.slice(..length), "b").is_err(), "{length}");
        }
    }

    #[test]
    fn the_boundary_is_read_from_the_content_type() {
        assert_eq!(boundary("multipart/form-data; boundary=\"x y\"").as_deref(), Some("x y"));
        assert_eq!(boundary("Multipart/Form-Data; charset=utf-8; Boundary=b").as_deref(), Some("b"));
        for none in
            ["application/json", "multipart/form-data", "multipart/mixed; boundary=b", "multipart/form-data; boundary="]
        {
            assert_eq!(boundary(none), None, "{none}");
        }
    }
}
