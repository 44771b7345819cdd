//! The pressure that a client liked: what was recorded of one technique at one place, and what they said of it then. A default
//! for the next time, never an order; and nothing where nothing was said.

/// What a client said of the pressure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Lighter, please.
    Lighter,
    /// Deeper, please.
    Deeper,
    /// Just right.
    Right,
    /// Stop.
    Stop,
    /// Comfort, 0 (none) to 10 (full).
    Comfort(u8),
}

/// One application, with the pressure recorded (1 to 5) and what was said of it, in the order in which it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The pressure as recorded.
    pub pressure: u8,
    /// What was said of it.
    pub said: Vec<Word>,
}

/// Where the pressure settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Liked {
    /// 1 to 5.
    pub pressure: u8,
    /// What moved it last; where nothing did, what was said last of it.
    pub because: Word,
}

/// Comfort up to this counts as a wish for less: our convention, on a scale that says nothing of why.
const UNEASY: u8 = 3;

/// Comfort from this on leaves the pressure as it was: our convention.
const AT_EASE: u8 = 7;

/// Where it settled, over the times that it was done, the first first. Each wish is one step. A later time at another
/// pressure, of which nothing was said, stands in place of it: then the practitioner chose, and it is their choice.
#[must_use]
pub fn settled(times: &[Heard]) -> Option<Liked> {
    let mut liked = None;
    for time in times {
        match of_one(time) {
            Some(now) => liked = Some(now),
            None => liked = liked.filter(|before: &Liked| before.pressure == time.pressure),
        }
    }
    liked
}

fn of_one(time: &Heard) -> Option<Liked> {
    let mut pressure = time.pressure.clamp(1, 5);
    let (mut moved, mut last) = (None, None);
    for word in &time.said {
        pressure = match word {
            Word::Lighter | Word::Stop => pressure.saturating_sub(1).max(1),
            Word::Deeper => (pressure + 1).min(5),
            Word::Comfort(level) if *level <= UNEASY => pressure.saturating_sub(1).max(1),
            Word::Comfort(level) if *level < AT_EASE => continue,
            Word::Right | Word::Comfort(_) => {
                last = Some(*word);
                continue;
            }
        };
        moved = Some(*word);
    }
    moved.or(last).map(|because| Liked { pressure, because })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(pressure: u8, said: &[Word]) -> Heard {
        Heard { pressure, said: said.to_vec() }
    }

    #[test]
    fn each_wish_is_a_step_and_the_last_wish_is_the_reason() {
        let times = [heard(4, &[Word::Lighter, Word::Lighter, Word::Right])];
        assert_eq!(settled(&times), Some(Liked { pressure: 2, because: Word::Lighter }));
        assert_eq!(settled(&[heard(3, &[Word::Right])]), Some(Liked { pressure: 3, because: Word::Right }));
        assert_eq!(settled(&[heard(3, &[Word::Deeper])]), Some(Liked { pressure: 4, because: Word::Deeper }));
        assert_eq!(settled(&[heard(4, &[Word::Stop])]), Some(Liked { pressure: 3, because: Word::Stop }));
    }

    #[test]
    fn it_stays_on_the_scale() {
        assert_eq!(settled(&[heard(1, &[Word::Lighter])]).map(|liked| liked.pressure), Some(1));
        assert_eq!(settled(&[heard(5, &[Word::Deeper])]).map(|liked| liked.pressure), Some(5));
    }

    #[test]
    fn low_comfort_is_a_wish_for_less_and_middling_comfort_says_nothing() {
        assert_eq!(settled(&[heard(4, &[Word::Comfort(2)])]).map(|liked| liked.pressure), Some(3));
        assert_eq!(settled(&[heard(4, &[Word::Comfort(5)])]), None);
        assert_eq!(settled(&[heard(4, &[Word::Comfort(8)])]).map(|liked| liked.pressure), Some(4));
    }

    #[test]
    fn what_was_said_once_lasts_until_somebody_chooses_otherwise() {
        let said = heard(4, &[Word::Lighter]);
        assert_eq!(settled(&[said.clone(), heard(3, &[])]).map(|liked| liked.pressure), Some(3));
        assert_eq!(settled(&[said.clone(), heard(2, &[])]), None, "the practitioner chose another");
        assert_eq!(settled(&[said, heard(3, &[Word::Deeper])]).map(|liked| liked.pressure), Some(4));
        assert_eq!(settled(&[heard(3, &[])]), None, "nothing said, nothing liked");
    }
}
