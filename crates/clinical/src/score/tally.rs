//! From answers to scores.

use super::instrument::{Alarm, Band, Edge, Grouping, Instrument, Items, Kind, Missing, Scale};
use super::unscoreable::Unscoreable;
use crate::decision::Known;

/// One scale's score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleScore {
    /// Key of the scale.
    pub key: String,
    /// The score, unrounded, in the unit of the scale.
    pub value: f64,
    /// The answered items added up after reversing, recoding and weighting.
    pub sum: f64,
    /// The most that the answered items could have given.
    pub most: f64,
    /// How many items were answered.
    pub answered: usize,
    /// How many items the scale has.
    pub of: usize,
    /// False where it rests on fewer answers than its source asks for: shown, never compared.
    pub firm: bool,
    /// The band it falls in.
    pub band: Option<Band>,
    /// Whether the screen is positive, where the scale has a cut.
    pub positive: Option<bool>,
}

/// An alarm and whether it is raised; not known where its item was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What it is about, such as `self_harm`.
    pub key: String,
    /// Yes, no, or not answered.
    pub raised: Known,
}

/// What came of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Each scale with its score or why it has none, the main one first.
    pub scales: Vec<(String, Result<ScaleScore, Unscoreable>)>,
    /// The alarm of the form, complete or not.
    pub alarm: Option<Raised>,
    needs_main: bool,
}

impl Scored {
    /// The main score: the total where the form has one, otherwise the first scale that has a score.
    ///
    /// # Errors
    /// Why there is none.
    pub fn main(&self) -> Result<&ScaleScore, &Unscoreable> {
        let first = self.scales.first().map(|(_, result)| result.as_ref()).unwrap_or(Err(&Unscoreable::OnlyEntered));
        if self.needs_main || first.is_ok() {
            return first;
        }
        self.scales.iter().find_map(|(_, result)| result.as_ref().ok()).map_or(first, Ok)
    }
}

impl Instrument {
    /// Scores a form. `None` is an answer that was not given.
    #[must_use]
    pub fn score(&self, answers: &[Option<f64>]) -> Scored {
        let alarm = self.alarm.as_ref().map(|alarm| alarm.look(answers));
        let scales = self.scales.iter().map(|scale| {
            let result = self.items.check(answers).and_then(|()| scale.tally(&self.items, answers, &self.scales));
            (scale.key.clone(), result)
        });
        Scored { scales: scales.collect(), alarm, needs_main: self.needs_main() }
    }

    /// The score of a finished total of one scale, typed by somebody who holds the form.
    ///
    /// # Errors
    /// When the total is outside the scale, or between two numbers that the form can give.
    pub fn entered(&self, scale: &Scale, total: f64) -> Result<ScaleScore, Unscoreable> {
        let (least, most) = scale.range;
        if !(least..=most).contains(&total) {
            return Err(Unscoreable::Beyond { value: total, range: scale.range });
        }
        if self.gives_whole(scale) && total.fract() != 0.0 {
            return Err(Unscoreable::NotWhole { value: total });
        }
        let of = scale.items.len();
        Ok(scale.result(total, (total, most), (of, of), true, scale.band(total, None)))
    }
}

impl Instrument {
    /// Can this scale give whole numbers only?
    fn gives_whole(&self, scale: &Scale) -> bool {
        let sums = matches!(scale.kind, Kind::Single | Kind::Sum | Kind::CappedSum | Kind::Psqi);
        let parts = self.items.decimals && scale.kind != Kind::Psqi
            || matches!(scale.missing, Missing::OthersMean { .. })
            || self.items.weights.iter().any(|weight| weight.fract() != 0.0);
        sums && !parts
    }
}

impl Alarm {
    fn look(&self, answers: &[Option<f64>]) -> Raised {
        let answer = self.item.checked_sub(1).and_then(|i| answers.get(i)).copied().flatten();
        let raised = match answer {
            Some(value) if value >= self.from => Some(true),
            Some(value) if value >= 0.0 => Some(false),
            _ => None,
        };
        Raised { key: self.key.clone(), raised }
    }
}

impl Scale {
    fn tally(&self, items: &Items, answers: &[Option<f64>], all: &[Scale]) -> Result<ScaleScore, Unscoreable> {
        let wanted: Vec<usize> = if items.up_to { (1..=answers.len()).collect() } else { self.items.clone() };
        let answer = |item: &usize| answers.get(item - 1).copied().flatten();
        let present: Vec<usize> = wanted.iter().copied().filter(|item| answer(item).is_some()).collect();
        let absent: Vec<usize> = wanted.iter().copied().filter(|item| answer(item).is_none()).collect();
        let firm = self.missing.judge(present.len(), &absent)?;
        let counted: Vec<f64> =
            present.iter().filter_map(|item| answer(item).map(|value| items.counted(*item, value))).collect();
        let most: f64 = present.iter().map(|item| items.ends(*item).1).sum();
        let least: f64 = present.iter().map(|item| items.ends(*item).0).sum();
        let sum: f64 = counted.iter().sum();
        let value = self.value(&Tally { items, answers, wanted: wanted.len(), counted: &counted, sum, least, most })?;
        if !(self.range.0..=self.range.1).contains(&value) {
            return Err(Unscoreable::Beyond { value, range: self.range });
        }
        let part = match self.grouping {
            Grouping::Score => None,
            Grouping::StartBack => {
                let part = all.iter().find(|scale| scale.key == "psychosocial");
                part.and_then(|scale| scale.tally(items, answers, &[]).ok()).map(|score| score.value)
            }
        };
        Ok(self.result(value, (sum, most), (present.len(), wanted.len()), firm, self.band(value, part)))
    }

    #[expect(clippy::cast_precision_loss, reason = "forms have at most some dozens of items")]
    fn value(&self, tally: &Tally<'_>) -> Result<f64, Unscoreable> {
        let n = tally.counted.len() as f64;
        let rescaled = |t: &Tally<'_>| 100.0 * (t.sum - t.least) / (t.most - t.least);
        let whole = |t: &Tally<'_>| match self.missing {
            Missing::OthersMean { .. } => t.sum * t.wanted as f64 / n,
            _ => t.sum,
        };
        Ok(match &self.kind {
            Kind::Single | Kind::Sum => whole(tally),
            Kind::CappedSum => whole(tally).min(self.range.1),
            Kind::Mean => tally.sum / n,
            Kind::Percent => 100.0 * tally.sum / tally.most,
            Kind::Rescaled => rescaled(tally),
            Kind::RescaledDown => 100.0 - rescaled(tally),
            Kind::MeanOfHalves { after } => tally.mean_of_halves(*after),
            Kind::Table(rows) => {
                let row = rows.iter().find(|(raw, _)| *raw == tally.sum);
                row.map(|(_, score)| *score)
                    .ok_or(Unscoreable::Beyond { value: tally.sum, range: (tally.least, tally.most) })?
            }
            Kind::Psqi => super::psqi::global(tally.answers)?,
            Kind::Entered => return Err(Unscoreable::OnlyEntered),
        })
    }

    fn result(
        &self,
        value: f64,
        sum: (f64, f64),
        answered: (usize, usize),
        firm: bool,
        band: Option<Band>,
    ) -> ScaleScore {
        ScaleScore {
            key: self.key.clone(),
            value,
            sum: sum.0,
            most: sum.1,
            answered: answered.0,
            of: answered.1,
            firm,
            band,
            positive: self.positive_from.map(|cut| value >= cut),
        }
    }

    /// The band of a score; `part` is the psychosocial part of the Keele tool.
    fn band(&self, value: f64, part: Option<f64>) -> Option<Band> {
        match self.grouping {
            Grouping::Score => self.bands.iter().rev().find(|band| band.edge.reached(value)).cloned(),
            Grouping::StartBack if value <= 3.0 => self.bands.first().cloned(),
            Grouping::StartBack => part.and_then(|p| self.bands.get(if p >= 4.0 { 2 } else { 1 })).cloned(),
        }
    }
}

struct Tally<'a> {
    items: &'a Items,
    answers: &'a [Option<f64>],
    wanted: usize,
    counted: &'a [f64],
    sum: f64,
    least: f64,
    most: f64,
}

impl Tally<'_> {
    /// All items are answered where this kind is used.
    fn mean_of_halves(&self, after: usize) -> f64 {
        let (first, second) = self.counted.split_at(after.min(self.counted.len()));
        let most = |from: usize, n: usize| (from..from + n).map(|i| self.items.ends(i + 1).1).sum::<f64>();
        let percent = |part: &[f64], most: f64| 100.0 * part.iter().sum::<f64>() / most;
        f64::midpoint(percent(first, most(0, first.len())), percent(second, most(first.len(), second.len())))
    }
}

impl Missing {
    /// Whether the score is firm.
    fn judge(self, answered: usize, absent: &[usize]) -> Result<bool, Unscoreable> {
        let missing = || Err(Unscoreable::Missing { items: absent.to_vec() });
        match self {
            _ if answered == 0 => Err(Unscoreable::Blank),
            Missing::Complete if !absent.is_empty() => missing(),
            Missing::Complete | Missing::BlankIsNo => Ok(true),
            Missing::Drop { at_least, .. } | Missing::OthersMean { at_least } if answered < at_least => missing(),
            Missing::Drop { firm_from, .. } => Ok(answered >= firm_from),
            Missing::OthersMean { .. } => Ok(true),
        }
    }
}

impl Edge {
    /// Does a score reach this edge?
    #[must_use]
    pub fn reached(self, score: f64) -> bool {
        match self {
            Edge::From(line) => score >= line,
            Edge::Above(line) => score > line,
        }
    }

    /// The number of the edge.
    #[must_use]
    pub fn line(self) -> f64 {
        match self {
            Edge::From(line) | Edge::Above(line) => line,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::knowledge::folder;

    fn instrument(key: &str) -> &'static Instrument {
        folder().instruments.get(key).expect("an instrument of the folder")
    }

    fn answers(all: &[u8]) -> Vec<Option<f64>> {
        all.iter().map(|n| Some(f64::from(*n))).collect()
    }

    fn main_value(key: &str, all: &[Option<f64>]) -> Result<f64, Unscoreable> {
        instrument(key).score(all).main().map(|score| score.value).map_err(Clone::clone)
    }

    #[test]
    fn the_alarm_of_the_ninth_item_is_raised_on_an_incomplete_form_and_unknown_when_blank() {
        let mut form = vec![None; 9];
        form[8] = Some(1.0);
        let scored = instrument("phq9").score(&form);
        assert!(scored.main().is_err());
        assert_eq!(scored.alarm.and_then(|alarm| alarm.raised), Some(true));
        assert_eq!(instrument("phq9").score(&[Some(0.0); 8]).alarm.and_then(|alarm| alarm.raised), None);
    }

    #[test]
    fn a_blank_page_is_no_score_and_none_of_these_is_zero() {
        assert_eq!(main_value("rmdq", &[None; 24]), Err(Unscoreable::Blank));
        assert_eq!(main_value("rmdq", &[Some(0.0); 24]), Ok(0.0));
    }

    #[test]
    fn few_sections_are_shown_and_not_firm() {
        let mut form = vec![Some(2.0); 10];
        (form[0], form[1]) = (None, None);
        let firm = |form: &[Option<f64>]| instrument("odi").score(form).main().map(|score| score.firm).ok();
        assert_eq!(firm(&form), Some(true));
        form[2] = None;
        assert_eq!(firm(&form), Some(false));
    }

    #[test]
    fn half_of_a_part_scores_it_and_less_leaves_that_part_out() {
        let mut form = vec![Some(1.0); 42];
        form[38] = None;
        form[39] = None;
        let scored = instrument("koos").score(&form);
        assert!(scored.scales.iter().all(|(_, result)| result.is_ok()));
        form[40] = None;
        let scored = instrument("koos").score(&form);
        assert!(scored.main().is_ok());
        assert_eq!(scored.scales.iter().filter(|(_, result)| result.is_err()).count(), 1);
    }

    #[test]
    fn the_keele_groups_ask_the_psychosocial_part_above_three() {
        let group = |form: &[u8]| {
            let scored = instrument("startback").score(&answers(form));
            scored.main().ok().and_then(|score| score.band.clone()).map(|band| band.key)
        };
        assert_eq!(group(&[1, 1, 1, 0, 0, 0, 0, 0, 0]).as_deref(), Some("low"));
        assert_eq!(group(&[1, 1, 1, 1, 0, 0, 0, 0, 0]).as_deref(), Some("medium"));
        assert_eq!(group(&[1, 0, 0, 0, 1, 1, 1, 0, 0]).as_deref(), Some("medium"));
        assert_eq!(group(&[0, 0, 0, 0, 1, 1, 1, 1, 0]).as_deref(), Some("high"));
    }

    #[test]
    fn the_ends_of_the_weighted_and_recoded_forms_are_the_published_ones() {
        assert_eq!(main_value("s_lanss", &answers(&[1; 7])), Ok(24.0));
        assert!(main_value("fiqr", &answers(&[10; 21])).is_ok_and(|score| (score - 100.0).abs() < 1e-9));
        assert_eq!(main_value("hit6", &answers(&[13; 6])), Ok(78.0));
        assert!(main_value("hit6", &answers(&[7; 6])).is_err());
        // Best of all: no pain (0 becomes 5), never tired (1 becomes 5), the rest 5.
        let best = answers(&[5, 5, 5, 5, 5, 5, 0, 1, 5, 1]);
        let scored = instrument("promis10").score(&best);
        let values: Vec<f64> = scored.scales.iter().filter_map(|(_, r)| r.as_ref().ok()).map(|s| s.value).collect();
        assert_eq!(values, [67.7, 67.6]);
    }

    #[test]
    fn a_table_covers_every_sum_its_form_can_give() {
        for (key, items, most) in [("koos_jr", 7, 28), ("hoos_jr", 6, 24)] {
            for sum in 0..=most {
                let form: Vec<Option<f64>> = (0..items).map(|i| Some(f64::from((sum - i * 4).clamp(0, 4)))).collect();
                assert!(main_value(key, &form).is_ok(), "{key} at {sum}");
            }
        }
    }

    #[test]
    fn a_total_between_two_whole_numbers_is_refused_where_the_form_gives_none() {
        let nprs = instrument("nprs");
        assert!(nprs.entered(&nprs.scales[0], 4.5).is_err());
        let ndi = instrument("ndi");
        assert!(ndi.entered(&ndi.scales[0], 14.4).is_ok());
    }

    proptest! {
        #[test]
        fn whatever_is_answered_a_score_lies_within_its_scale(
            pick in 0usize..1000,
            length in 0usize..45,
            seeds in proptest::collection::vec(proptest::option::weighted(0.9, -1.0f64..1.2), 45),
            whole in proptest::bool::weighted(0.9),
        ) {
            let all: Vec<&Instrument> = folder().instruments.iter().collect();
            let instrument = all[pick % all.len()];
            let length = if length < 5 { length } else { instrument.items.count };
            let form: Vec<Option<f64>> = (0..length).map(|i| seeds[i % seeds.len()].map(|seed| {
                let (least, most) = instrument.items.range(i);
                let value = least + seed.max(if length < 5 { -1.0 } else { 0.0 }) * (most - least);
                if whole { value.floor().min(most) } else { value }
            })).collect();
            for (key, result) in instrument.score(&form).scales {
                if let (Ok(score), Some(scale)) = (result, instrument.scale(&key)) {
                    prop_assert!((scale.range.0..=scale.range.1).contains(&score.value), "{} {key}", instrument.key);
                    prop_assert!(scale.bands.is_empty() || score.band.is_some(), "{} {key}", instrument.key);
                }
            }
        }
    }
}
