//! The trail as a table of values with commas between (RFC 4180), which a spreadsheet may open without harm.
use super::store::Line;

/// The lines as CSV, with a heading.
pub(super) fn csv(lines: &[Line]) -> String {
    let mut out = String::from("id,at,who,name,verb,chart,client,subject,outcome,reason\r\n");
    for line in lines {
        let at = line.at.to_string();
        let client = line.client.as_deref().unwrap_or_default();
        let cells = [
            line.id.as_str(),
            &at,
            &line.who,
            &line.name,
            &line.verb,
            &line.chart,
            client,
            &line.subject,
            &line.outcome,
            &line.reason,
        ];
        let cells: Vec<String> = cells.into_iter().map(cell).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// One value. A spreadsheet takes what begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula: an
/// apostrophe before it makes it text.
fn cell(value: &str) -> String {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let value = if formula { format!("'{value}") } else { value.to_string() };
    if value.contains([',', '"', '\r', '\n']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_value_is_never_a_formula_and_never_two_cells() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1), \"x\""), "\"'@SUM(A1), \"\"x\"\"\"");
        assert_eq!(cell("-2"), "'-2");
        assert_eq!(cell("a\nb"), "\"a\nb\"");
        assert_eq!(cell("cover for Ana"), "cover for Ana");
    }
}
