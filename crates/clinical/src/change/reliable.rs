//! The reliable change index.
//!
//! Source: Jacobson and Truax 1991, with the standard error of the difference as corrected by Christensen and Mendoza 1986.

/// A change measured against the error of its scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliable {
    /// Standard error of measurement, in points.
    pub sem: f64,
    /// Standard error of the difference of two measurements, in points.
    pub sdiff: f64,
    /// Later minus earlier, in standard errors of the difference.
    pub rci: f64,
    /// Beyond 1.96 either way: less than 5 % by chance.
    pub reliable: bool,
    /// The smallest change beyond error at 95 %, in points.
    pub mdc95: f64,
}

/// The index for a scale with standard deviation `sd` (above 0) and reliability `r` (0 to below 1). None when those cannot be.
#[must_use]
pub fn reliable_change(pre: f64, post: f64, sd: f64, r: f64) -> Option<Reliable> {
    let can_be = sd > 0.0 && sd.is_finite() && (0.0..1.0).contains(&r) && pre.is_finite() && post.is_finite();
    can_be.then(|| {
        let sem = sd * (1.0 - r).sqrt();
        let sdiff = 2.0_f64.sqrt() * sem;
        let rci = (post - pre) / sdiff;
        Reliable { sem, sdiff, rci, reliable: rci.abs() > 1.96, mdc95: 1.96 * sdiff }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_without_spread_or_with_perfect_reliability_has_no_index() {
        assert_eq!(reliable_change(50.0, 40.0, 0.0, 0.9), None);
        assert_eq!(reliable_change(50.0, 40.0, -1.0, 0.9), None);
        assert_eq!(reliable_change(50.0, 40.0, 10.0, 1.0), None);
        assert_eq!(reliable_change(50.0, 40.0, 10.0, -0.1), None);
        assert_eq!(reliable_change(f64::NAN, 40.0, 10.0, 0.5), None);
    }

    #[test]
    fn no_reliability_at_all_leaves_the_whole_spread_as_error() {
        let sem = reliable_change(50.0, 40.0, 10.0, 0.0).map(|r| r.sem);
        assert_eq!(sem, Some(10.0));
    }

    #[test]
    fn the_index_turns_reliable_just_beyond_its_line() {
        let at = |post: f64| reliable_change(0.0, post, 1.0, 0.5).map(|r| r.reliable);
        assert_eq!(at(1.95), Some(false));
        assert_eq!(at(1.97), Some(true));
        assert_eq!(at(-1.97), Some(true));
    }
}
