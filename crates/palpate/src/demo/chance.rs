//! Chance that comes out the same every time: the demo's content is drawn from it.

/// `SplitMix64`: the same seed gives the same draws, on every machine.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// Draws from this seed.
    pub(super) const fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A whole number from `low` up to and without `high`; `low` where there is nothing between.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or(0).max(1);
        low + i64::try_from(self.next() % span).unwrap_or(0)
    }

    /// One of these.
    pub(super) fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let at = self.between(0, i64::try_from(all.len()).unwrap_or(0));
        all.get(usize::try_from(at).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_its_draws_again_and_another_seed_gives_others() {
        let draws = |seed| {
            let mut chance = Chance::new(seed);
            (0..20).map(|_| chance.between(0, 1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draws(7), draws(7));
        assert_ne!(draws(7), draws(8));
        assert!(draws(7).iter().all(|draw| (0..1_000).contains(draw)));
    }
}
