//! What was followed by change: measures before and after applications, pooled. Never a claim that one caused the other.

use crate::change::{Lines, Verdict};

/// A measure before and after one application (or one course of the same).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
}

/// When "after" was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// In the same session: must be named as such.
    WithinSession,
    /// At a later visit: natural recovery is part of it.
    BetweenVisits,
}

/// What to say beside the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// Measured in the same session; it says nothing of the days after.
    WithinSession,
    /// Much of this would have happened anyway.
    NaturalRecovery,
    /// The clients began unusually bad, or the worse the start the larger the change: some of it is regression to the mean.
    RegressionToTheMean,
    /// Fewer than ten pairs: the interval is wide and unsure.
    FewPairs,
}

/// What followed.
#[derive(Clone, Debug, PartialEq)]
pub enum Followed {
    /// Fewer than three pairs: nothing is said.
    TooFew {
        /// How many pairs there are.
        n: usize,
    },
    /// The mean change is within measurement error, or its interval holds no change: nothing is claimed.
    NothingToSay {
        /// How many pairs there are.
        n: usize,
    },
    /// A change beyond error.
    Change(Summary),
}

/// A change beyond error, in points towards better.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many pairs.
    pub n: usize,
    /// Mean change; positive is better.
    pub mean: f64,
    /// Its 95 % interval (Student's t).
    pub interval: (f64, f64),
    /// How many changed beyond error towards better; none where no error is published.
    pub beyond_error: Option<usize>,
    /// How many got worse beyond error.
    pub worse: Option<usize>,
    /// What must stand beside it.
    pub cautions: Vec<Caution>,
}

/// Fewest pairs of which anything is said.
pub const FEWEST: usize = 3;

/// With fewer pairs the interval is called unsure (our policy).
const FEW: usize = 10;

/// From this correlation of start and change on, regression to the mean is named (our policy).
const REGRESSION: f64 = 0.5;

/// Sums up pairs of one measure. Pairs that are no numbers are left out.
#[must_use]
pub fn what_followed(lines: &Lines, span: Span, pairs: &[Pair]) -> Followed {
    let pairs: Vec<Pair> = pairs.iter().copied().filter(|p| p.before.is_finite() && p.after.is_finite()).collect();
    let n = pairs.len();
    if n < FEWEST {
        return Followed::TooFew { n };
    }
    let gains: Vec<f64> = pairs.iter().map(|p| lines.better.gain(p.before, p.after)).collect();
    let starts: Vec<f64> = pairs.iter().map(|p| p.before).collect();
    let (mean, spread) = mean_and_spread(&gains);
    let half = student_95(n - 1) * spread / count(n).sqrt();
    let interval = (mean - half, mean + half);
    let holds_no_change = interval.0 <= 0.0 && interval.1 >= 0.0;
    let within_error = lines.error(mean_and_spread(&starts).0).is_some_and(|error| mean.abs() < error);
    if within_error || holds_no_change {
        return Followed::NothingToSay { n };
    }
    let of = |verdict| pairs.iter().filter(|p| lines.change(p.before, p.after).verdict == verdict).count();
    let judged = lines.mdc.is_some();
    let summary = Summary {
        n,
        mean,
        interval,
        beyond_error: judged.then(|| of(Verdict::Better)),
        worse: judged.then(|| of(Verdict::Worse)),
        cautions: cautions(lines, span, &starts, &gains),
    };
    Followed::Change(summary)
}

fn cautions(lines: &Lines, span: Span, starts: &[f64], gains: &[f64]) -> Vec<Caution> {
    let mut cautions = vec![match span {
        Span::WithinSession => Caution::WithinSession,
        Span::BetweenVisits => Caution::NaturalRecovery,
    }];
    // How bad the start was, whichever way the scale runs.
    let bad: Vec<f64> = starts.iter().map(|start| lines.better.gain(*start, 0.0)).collect();
    if correlation(&bad, gains).is_some_and(|r| r >= REGRESSION) {
        cautions.push(Caution::RegressionToTheMean);
    }
    if starts.len() < FEW {
        cautions.push(Caution::FewPairs);
    }
    cautions
}

#[expect(clippy::cast_precision_loss, reason = "counts of pairs are far below 2^52")]
fn count(n: usize) -> f64 {
    n as f64
}

/// Mean and standard deviation (n - 1).
fn mean_and_spread(values: &[f64]) -> (f64, f64) {
    let n = count(values.len());
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let ((mean_a, spread_a), (mean_b, spread_b)) = (mean_and_spread(a), mean_and_spread(b));
    let together: f64 = a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum();
    let whole = (count(a.len()) - 1.0) * spread_a * spread_b;
    (whole > 0.0).then(|| together / whole)
}

/// The two-sided 95 % quantile of Student's t. From a table to 30 degrees of freedom; beyond them the next lower row, which is wider.
fn student_95(freedom: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];
    match freedom {
        0 => f64::INFINITY,
        1..=30 => TABLE[freedom - 1],
        31..=59 => 2.042,
        60..=119 => 2.000,
        _ => 1.980,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Better, Size, Threshold};

    fn lines() -> Lines {
        let mdc = Threshold { size: Size::Points(2.0), note: String::new(), sources: vec!["CHILDS05".into()] };
        Lines { better: Better::Lower, mdc: Some(mdc), mcid: Vec::new() }
    }

    fn pairs(all: &[(f64, f64)]) -> Vec<Pair> {
        all.iter().map(|(before, after)| Pair { before: *before, after: *after }).collect()
    }

    #[test]
    fn two_pairs_say_nothing() {
        let followed = what_followed(&lines(), Span::WithinSession, &pairs(&[(8.0, 2.0), (8.0, 2.0)]));
        assert_eq!(followed, Followed::TooFew { n: 2 });
    }

    #[test]
    fn a_mean_within_error_says_nothing_however_many() {
        let all: Vec<(f64, f64)> = (0..40).map(|_| (6.0, 5.0)).collect();
        assert_eq!(what_followed(&lines(), Span::WithinSession, &pairs(&all)), Followed::NothingToSay { n: 40 });
    }

    #[test]
    fn an_interval_that_holds_no_change_says_nothing() {
        let followed = what_followed(&lines(), Span::WithinSession, &pairs(&[(9.0, 0.0), (5.0, 5.0), (5.0, 6.0)]));
        assert_eq!(followed, Followed::NothingToSay { n: 3 });
    }

    #[test]
    fn a_change_comes_with_interval_shares_and_cautions() {
        let all = pairs(&[(7.0, 4.0), (7.0, 3.0), (7.0, 4.0), (7.0, 6.0), (7.0, 3.0)]);
        let Followed::Change(summary) = what_followed(&lines(), Span::BetweenVisits, &all) else {
            panic!("a mean of three points in five pairs");
        };
        assert_eq!((summary.n, summary.mean), (5, 3.0));
        // Spread 1.2247, five pairs: 2.776 × 1.2247 / √5 = 1.5205.
        assert!((summary.interval.0 - 1.4795).abs() < 1e-3);
        assert_eq!((summary.beyond_error, summary.worse), (Some(4), Some(0)));
        assert_eq!(summary.cautions, [Caution::NaturalRecovery, Caution::FewPairs]);
    }

    #[test]
    fn when_the_worse_the_start_the_larger_the_change_regression_to_the_mean_is_named() {
        let all = pairs(&[(9.0, 4.0), (8.0, 4.0), (7.0, 4.0), (6.0, 4.0)]);
        let Followed::Change(summary) = what_followed(&lines(), Span::BetweenVisits, &all) else {
            panic!("a mean of three and a half points in four pairs");
        };
        assert!(summary.cautions.contains(&Caution::RegressionToTheMean));
    }
}
