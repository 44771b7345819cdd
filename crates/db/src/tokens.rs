//! The little of SQL's grammar that is needed to find names, types and `:parameters` in a text.

/// A piece of SQL. Nothing is lost: the texts in a row are the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Spaces and line ends.
    Space(&'a str),
    /// `-- …` to the end of its line, or `/* … */`.
    Comment(&'a str),
    /// `'…'`, quotes included.
    Literal(&'a str),
    /// `"…"`, quotes included.
    Quoted(&'a str),
    /// A bare word or number.
    Word(&'a str),
    /// `:name`, without the colon.
    Param(&'a str),
    /// Anything else, one character, or `::`.
    Sign(&'a str),
}

impl<'a> Token<'a> {
    pub(crate) fn text(&self) -> &'a str {
        match self {
            Token::Space(t)
            | Token::Comment(t)
            | Token::Literal(t)
            | Token::Quoted(t)
            | Token::Word(t)
            | Token::Param(t)
            | Token::Sign(t) => t,
        }
    }

    /// Whether this is the bare word, in any case.
    pub(crate) fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(t) if t.eq_ignore_ascii_case(word))
    }

    pub(crate) fn is_sign(&self, sign: &str) -> bool {
        matches!(self, Token::Sign(t) if *t == sign)
    }

    /// Whether it is more than spaces and comments.
    pub(crate) fn matters(&self) -> bool {
        !matches!(self, Token::Space(_) | Token::Comment(_))
    }
}

pub(crate) fn tokens(sql: &str) -> Tokens<'_> {
    Tokens { rest: sql }
}

pub(crate) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;
    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.rest;
        let first = rest.chars().next()?;
        let (length, make): (usize, fn(&'a str) -> Token<'a>) = if first.is_whitespace() {
            (rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()), Token::Space)
        } else if rest.starts_with("--") {
            (rest.find('\n').unwrap_or(rest.len()), Token::Comment)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |at| at + 2), Token::Comment)
        } else if first == '\'' {
            (closing(rest, '\''), Token::Literal)
        } else if first == '"' {
            (closing(rest, '"'), Token::Quoted)
        } else if is_word(first) {
            (word(rest), Token::Word)
        } else if rest.starts_with("::") {
            (2, Token::Sign)
        } else if first == ':' && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            let length = 1 + word(&rest[1..]);
            self.rest = &rest[length..];
            return Some(Token::Param(&rest[1..length]));
        } else {
            (first.len_utf8(), Token::Sign)
        };
        self.rest = &rest[length..];
        Some(make(&rest[..length]))
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

/// Where the quoted piece ends; a doubled quote stands for itself.
fn closing(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            continue;
        }
        if chars.peek().is_some_and(|(_, next)| *next == quote) {
            chars.next();
        } else {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(sql: &str) -> Vec<&str> {
        tokens(sql).filter_map(|t| if let Token::Param(n) = t { Some(n) } else { None }).collect()
    }

    #[test]
    fn a_colon_in_a_string_a_comment_a_name_or_a_cast_is_no_parameter() {
        let sql =
            "select '12:30', 'it''s :no', \":nor\", x::text -- :neither\n /* :not */ from t where a=:a and b = :b_2";
        assert_eq!(params(sql), ["a", "b_2"]);
    }

    fn put_together(sql: &str) -> String {
        let text = |t: Token<'_>| if let Token::Param(n) = t { format!(":{n}") } else { t.text().to_owned() };
        tokens(sql).map(text).collect()
    }

    #[test]
    fn nothing_unfinished_stops_it() {
        for sql in ["select 'open", "select \"open", "/* open", "-- open", ":", "a:1", "é='ñ' :ñ", "", "::", "'a''"]
        {
            assert_eq!(put_together(sql), sql);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(sql in "[a:'\"/*\\-;,() \nñ0_$痛]{0,60}") {
            proptest::prop_assert_eq!(put_together(&sql), sql);
        }
    }
}
