//! The answers of a form: which ones can be, and how each is counted.

use super::instrument::Items;
use super::unscoreable::Unscoreable;

impl Items {
    /// Are these answers ones that the form can have?
    pub(super) fn check(&self, answers: &[Option<f64>]) -> Result<(), Unscoreable> {
        let given = answers.len();
        let right = if self.up_to { (1..=self.count).contains(&given) } else { given == self.count };
        if !right {
            return Err(Unscoreable::WrongCount { given, needed: self.count });
        }
        for (i, value) in answers.iter().enumerate().filter_map(|(i, answer)| answer.map(|value| (i, value))) {
            self.takes(i, value)?;
        }
        Ok(())
    }

    /// Is this an answer that the item (counted from 0) can have?
    pub(crate) fn takes(&self, i: usize, value: f64) -> Result<(), Unscoreable> {
        let range = self.range(i);
        let item = i + 1;
        if !(range.0..=range.1).contains(&value) {
            return Err(Unscoreable::OutOfRange { item, value, range });
        }
        let offered = self.values.is_empty() || self.values.contains(&value);
        if !offered || (!self.decimals && value.fract() != 0.0) {
            return Err(Unscoreable::NotOffered { item, value });
        }
        Ok(())
    }

    /// Least and most of an item, counted from 0.
    #[must_use]
    pub fn range(&self, i: usize) -> (f64, f64) {
        self.ranges.get(i).or(self.ranges.last()).copied().unwrap_or((0.0, 0.0))
    }

    /// An answer as it is counted.
    pub(super) fn counted(&self, item: usize, value: f64) -> f64 {
        let (least, most) = self.range(item - 1);
        if let Some(recode) = self.recodes.iter().find(|recode| recode.item == item) {
            let step = recode.steps.iter().find(|(from, to, _)| (*from..=*to).contains(&value));
            return step.map_or(value, |(_, _, becomes)| *becomes);
        }
        let value = if self.reversed.contains(&item) { least + most - value } else { value };
        value * self.weight(item)
    }

    fn weight(&self, item: usize) -> f64 {
        self.weights.get(item - 1).copied().unwrap_or(1.0)
    }

    /// Least and most that an item can count.
    pub(super) fn ends(&self, item: usize) -> (f64, f64) {
        if let Some(recode) = self.recodes.iter().find(|recode| recode.item == item) {
            let ends = recode.steps.iter().map(|(_, _, becomes)| *becomes);
            return (ends.clone().fold(f64::INFINITY, f64::min), ends.fold(f64::NEG_INFINITY, f64::max));
        }
        let (least, most) = self.range(item - 1);
        (least * self.weight(item), most * self.weight(item))
    }
}
