//! Pairs summed up in words: numbers only where they are more than error, and what must stand beside them.
use crate::ui::Said;
use clinical::change::{Lines, Verdict};
use clinical::what_followed::{Caution, Followed, Pair};
use serde::Serialize;

/// What may be said of a group of pairs.
#[derive(Serialize)]
pub(super) struct Summed {
    pub(super) n: usize,
    /// better, worse, nothing, too_few
    pub(super) key: &'static str,
    pub(super) what: Said,
    /// How many changed beyond error, and by a size that matters.
    pub(super) shares: Vec<Said>,
    pub(super) cautions: Vec<Said>,
}

/// In words.
pub(super) fn summed(lines: &Lines, pairs: &[Pair], followed: &Followed, unit: &str) -> Summed {
    match followed {
        Followed::TooFew { n } => plain(*n, "too_few", Said::key("outcome-too-few")),
        Followed::NothingToSay { n } => plain(*n, "nothing", Said::key("outcome-nothing")),
        Followed::Change(summary) => {
            let better = summary.mean > 0.0;
            let (low, high) = summary.interval;
            let (least, most) = if better { (low, high) } else { (-high, -low) };
            let what = Said::key(if better { "outcome-better" } else { "outcome-worse" })
                .with("mean", round(summary.mean.abs()))
                .with("low", round(least))
                .with("high", round(most))
                .with("unit", unit);
            let mut cautions: Vec<Said> = summary.cautions.iter().map(|one| Said::key(caution(*one))).collect();
            if lines.mdc.is_none() {
                cautions.push(Said::key("outcome-caution-no-error"));
            }
            Summed {
                n: summary.n,
                key: if better { "better" } else { "worse" },
                what,
                shares: shares(lines, pairs),
                cautions,
            }
        }
    }
}

fn plain(n: usize, key: &'static str, what: Said) -> Summed {
    Summed { n, key, what, shares: Vec::new(), cautions: Vec::new() }
}

/// Of how many: better beyond error, of these by a size that matters, worse beyond error.
fn shares(lines: &Lines, pairs: &[Pair]) -> Vec<Said> {
    let changes: Vec<_> = pairs.iter().map(|pair| lines.change(pair.before, pair.after)).collect();
    let of = |key: &str, count: usize| Said::key(key).with("count", count).with("of", pairs.len());
    let mut shares = Vec::new();
    if lines.mdc.is_some() {
        shares.push(of("outcome-share-error", changes.iter().filter(|one| one.verdict == Verdict::Better).count()));
    }
    if !lines.mcid.is_empty() {
        // A size that matters counts only beyond error: within it, it could be error.
        let matters = changes.iter().filter(|one| {
            one.verdict == Verdict::Better && one.matters.iter().any(|(_, reached)| *reached == Some(true))
        });
        shares.push(of("outcome-share-matters", matters.count()));
    }
    if lines.mdc.is_some() {
        shares.push(of("outcome-share-worse", changes.iter().filter(|one| one.verdict == Verdict::Worse).count()));
    }
    shares
}

fn caution(caution: Caution) -> &'static str {
    match caution {
        Caution::WithinSession => "outcome-caution-within",
        Caution::NaturalRecovery => "outcome-caution-recovery",
        Caution::RegressionToTheMean => "outcome-caution-regression",
        Caution::FewPairs => "outcome-caution-few",
    }
}

/// To one decimal: more would be precision that nobody measured.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinical::measure::{Better, Size, Threshold};
    use clinical::what_followed::{Span, what_followed};

    fn lines() -> Lines {
        let line = |size| Threshold { size, note: String::new(), sources: Vec::new() };
        Lines { better: Better::Lower, mdc: Some(line(Size::Points(2.0))), mcid: vec![line(Size::Points(3.0))] }
    }

    fn of(pairs: &[(f64, f64)]) -> Summed {
        let pairs: Vec<Pair> = pairs.iter().map(|(before, after)| Pair { before: *before, after: *after }).collect();
        summed(&lines(), &pairs, &what_followed(&lines(), Span::BetweenVisits, &pairs), "points")
    }

    #[test]
    fn a_change_within_error_is_given_no_number() {
        let said = of(&[(6.0, 5.0), (7.0, 6.0), (5.0, 4.0), (6.0, 5.0)]);
        assert_eq!((said.key, said.n, said.shares.len()), ("nothing", 4, 0));
    }

    #[test]
    fn a_size_that_matters_is_counted_only_beyond_error() {
        let said = of(&[(8.0, 4.0), (8.0, 6.0), (7.0, 3.0), (6.0, 3.0)]);
        assert_eq!(said.key, "better");
        let counts: Vec<String> = said.shares.iter().map(|one| format!("{one:?}")).collect();
        assert_eq!(counts.len(), 3, "{counts:?}");
        assert!(counts[0].contains('4') && counts[1].contains('3'), "{counts:?}");
    }

    #[test]
    fn a_worsening_is_told_as_such_with_its_interval_the_right_way_round() {
        let said = of(&[(2.0, 6.0), (3.0, 6.0), (2.0, 5.0), (1.0, 5.0)]);
        assert_eq!(said.key, "worse");
        let words = format!("{:?}", said.what);
        assert!(words.contains("3.5"), "{words}");
    }
}
