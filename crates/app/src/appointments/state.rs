//! How far an appointment is, and what can become of it.
use serde::{Serialize, Serializer};

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Agreed.
    Booked,
    /// The client is here.
    Arrived,
    /// In the treatment room.
    Started,
    /// Over.
    Finished,
    /// Nobody came.
    Missed,
    /// Called off before.
    Cancelled,
}

impl State {
    const ALL: [State; 6] =
        [State::Booked, State::Arrived, State::Started, State::Finished, State::Missed, State::Cancelled];

    /// The word for it in the database and in forms.
    pub(crate) fn key(self) -> &'static str {
        match self {
            State::Booked => "booked",
            State::Arrived => "arrived",
            State::Started => "started",
            State::Finished => "finished",
            State::Missed => "missed",
            State::Cancelled => "cancelled",
        }
    }

    /// The state that `key` names.
    pub(crate) fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Does it keep the practitioner, the room and the client?
    pub(crate) fn holds(self) -> bool {
        !matches!(self, State::Missed | State::Cancelled)
    }

    /// What can become of it. A step too many is taken back by going one step back.
    pub(crate) fn next(self) -> &'static [State] {
        match self {
            State::Booked => &[State::Arrived, State::Started, State::Missed, State::Cancelled],
            State::Arrived => &[State::Started, State::Booked, State::Cancelled],
            State::Started => &[State::Finished, State::Arrived],
            State::Finished => &[State::Started],
            State::Missed | State::Cancelled => &[State::Booked],
        }
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn every_step_can_be_taken_back_by_one_or_two_more() {
        for from in State::ALL {
            for to in from.next() {
                let back = to.next().iter().any(|next| *next == from || next.next().contains(&from));
                assert!(back, "{from:?} → {to:?}");
            }
        }
    }

    #[test]
    fn a_key_names_its_state() {
        assert!(State::ALL.into_iter().all(|state| State::from_key(state.key()) == Some(state)));
        assert_eq!(State::from_key("lost"), None);
    }
}
