//! What was sent, as fields: a form's body, a query, or a flat JSON object. Checked once for what no field may hold.
use super::error::{Error, Result};
use serde::de::DeserializeOwned;

/// Fields by name, in the order sent. A name may repeat.
pub(crate) type Fields = Vec<(String, String)>;

/// Reads `a=b&c=d`.
pub(crate) fn from_urlencoded(text: &[u8]) -> Result<Fields> {
    let text = std::str::from_utf8(text).map_err(|_| Error::Unreadable("not UTF-8".into()))?;
    if !percent_decodes_to_utf8(text) {
        return Err(Error::Unreadable("a field is not UTF-8".into()));
    }
    let fields: Fields = serde_html_form::from_str(text).map_err(|e| Error::Unreadable(e.to_string()))?;
    clean(fields)
}

/// Reads a flat JSON object: texts, numbers, booleans, and lists of them for a field that repeats.
pub(crate) fn from_json(text: &[u8]) -> Result<Fields> {
    use serde_json::Value;
    let object: serde_json::Map<String, Value> =
        serde_json::from_slice(text).map_err(|e| Error::Unreadable(format!("not a JSON object: {e}")))?;
    let mut fields = Fields::new();
    for (name, value) in object {
        let many = match value {
            Value::Array(many) => many,
            one => vec![one],
        };
        for one in many {
            let text = match one {
                Value::Null => continue,
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Bool(yes) => yes.to_string(),
                _ => {
                    return Err(Error::Unreadable(format!(
                        "{name} must be a text, a number, true or false, or a list of them"
                    )));
                }
            };
            fields.push((name.clone(), text));
        }
    }
    clean(fields)
}

/// Takes a JSON body whole, as the one field `input`; whoever asked for it reads it.
pub(crate) fn whole(text: &[u8]) -> Result<Fields> {
    let text = std::str::from_utf8(text).map_err(|_| Error::Unreadable("not UTF-8".into()))?;
    clean(vec![("input".into(), text.to_string())])
}

/// Control characters mean nothing in a record and break one of the engines; line ends become one kind.
pub(crate) fn clean(mut fields: Fields) -> Result<Fields> {
    for (name, value) in &mut fields {
        if value.contains('\r') {
            *value = value.replace("\r\n", "\n").replace('\r', "\n");
        }
        if value.chars().chain(name.chars()).any(|c| c.is_control() && c != '\n' && c != '\t') {
            return Err(Error::Unreadable("a field holds a control character".into()));
        }
    }
    Ok(fields)
}

fn percent_decodes_to_utf8(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = (bytes[i] == b'%').then(|| text.get(i + 1..i + 3)).flatten();
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    std::str::from_utf8(&out).is_ok()
}

/// Turns the fields into a room's form. What the path names wins over what was sent.
pub(crate) fn decode<F: DeserializeOwned>(path: &[(String, String)], fields: &Fields) -> Result<F> {
    let sent = fields.iter().filter(|(name, _)| !name.starts_with('_') && !path.iter().any(|(p, _)| p == name));
    let all: Vec<&(String, String)> = path.iter().chain(sent).collect();
    let text = serde_html_form::to_string(all).map_err(|e| Error::Unreadable(e.to_string()))?;
    serde_html_form::from_str(&text).map_err(|e| Error::Unreadable(e.to_string()))
}

/// Takes one of the door's own fields (`_act`, `_version`).
pub(crate) fn own<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Default, PartialEq, Debug)]
    #[serde(default)]
    struct Form {
        client: String,
        score: String,
        region: Vec<String>,
    }

    #[test]
    fn a_form_and_json_give_the_same_fields() {
        let form = from_urlencoded(b"score=7&region=a&region=b+c").unwrap();
        let json = from_json(br#"{"score": 7, "region": ["a", "b c"], "note": null}"#).unwrap();
        assert_eq!(form, json);
        let form: Form = decode(&[], &form).unwrap();
        assert_eq!(form, Form { client: String::new(), score: "7".into(), region: vec!["a".into(), "b c".into()] });
    }

    #[test]
    fn the_path_wins_over_what_was_sent() {
        let fields = from_urlencoded(b"client=cli_other&score=7").unwrap();
        let form: Form = decode(&[("client".into(), "cli_mine".into())], &fields).unwrap();
        assert_eq!(form.client, "cli_mine");
    }

    #[test]
    fn junk_is_unreadable() {
        for junk in [&b"a=%ff"[..], b"a=%00", b"\xff=1", b"a=%1b"] {
            assert!(matches!(from_urlencoded(junk), Err(Error::Unreadable(_))), "{junk:?}");
        }
        assert!(from_json(b"[1]").is_err() && from_json(br#"{"a":{"b":1}}"#).is_err());
        let twice = from_urlencoded(b"score=1&score=2").unwrap();
        assert!(decode::<Form>(&[], &twice).is_err(), "a single field sent twice");
    }

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(from_urlencoded(b"score=a%0D%0Ab%09c").unwrap()[0].1, "a\nb\tc");
    }
}
