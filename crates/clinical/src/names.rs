//! Plain spelling of names so that "Deep-tissue  Massage" and "deep tissue massage" are the same, and what is near to a name.

/// Lower case, accents left alone, everything that is neither letter nor digit a single space.
#[must_use]
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() {
            plain.extend(character.to_lowercase());
        } else if !plain.is_empty() && !plain.ends_with(' ') && character != '\'' && character != '’' {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// How many letters must change to make one word of the other; counting stops mattering beyond a few, so long words are
/// cut.
#[must_use]
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(40).collect();
    let b: Vec<char> = b.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (j, cb) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let best = (diagonal + usize::from(ca != cb)).min(left + 1).min(above.saturating_add(1));
            diagonal = above;
            left = best;
            next.push(best);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// The names nearest to `text`, best first, at most `most`.
#[must_use]
pub(crate) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let wanted = plain(text);
    let mut ranked: Vec<(usize, &str)> = names
        .map(|name| {
            let folded = plain(name);
            let shared = wanted.split(' ').any(|word| word.len() > 2 && folded.split(' ').any(|w| w == word));
            (distance(&wanted, &folded).saturating_sub(if shared { 6 } else { 0 }), name)
        })
        .collect();
    ranked.sort();
    ranked.dedup_by(|a, b| a.1 == b.1);
    ranked.into_iter().take(most).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_and_case_do_not_make_another_name() {
        assert_eq!(plain("  Deep-Tissue  (massage)! "), "deep tissue massage");
        assert_eq!(plain("Baker's cyst"), "bakers cyst");
    }

    #[test]
    fn a_slip_of_the_finger_finds_the_name_meant() {
        let names = ["swedish", "shiatsu", "sports massage"];
        assert_eq!(nearest("sweedish", names.into_iter(), 1), ["swedish"]);
        assert_eq!(distance("", "abc"), 3);
    }
}
