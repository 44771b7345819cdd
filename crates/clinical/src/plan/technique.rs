//! Choosing techniques: evidence first, then what followed in this client; nothing unsafe, nothing out of scope.

use super::{Case, Followed};
use crate::area::Areas;
use crate::force::Force;
use crate::knowledge::Knowledge;
use crate::knowledge::conditions::Condition;
use crate::knowledge::evidence::{Direction, Statement, closest};
use crate::knowledge::professions::Profession;
use crate::knowledge::techniques::{ForceClass, Technique};
use crate::scope::{self, Standpoint};
use crate::screen::{Action, Proposal, Screen, Verdict};

/// A technique proposed for a complaint.
#[derive(Clone, Debug)]
pub struct Proposed<'k> {
    /// The technique or stroke, with its customary doses.
    pub technique: &'k Technique,
    /// The complaint it is for.
    pub condition: &'k Condition,
    /// The places that are left after those to leave out.
    pub areas: Areas,
    /// The pressures to stay within, the cap of today counted in.
    pub pressure: Option<(u8, u8)>,
    /// Why it is proposed.
    pub why: Vec<Why>,
    /// The evidence it rests on.
    pub evidence: &'k Statement,
    /// What the screen says of it.
    pub verdict: Verdict,
    /// How it stands to this practitioner's scope.
    pub scope: Standpoint,
}

/// Why a technique is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The evidence speaks for it, or rather for it.
    Evidence,
    /// It was followed by change for the better in this client.
    FollowedByChange,
}

/// A technique that was considered and left out.
#[derive(Clone, Debug)]
pub struct LeftOut<'k> {
    /// The technique or stroke.
    pub technique: &'k Technique,
    /// The complaint it was considered for.
    pub condition: &'k Condition,
    /// The statement on it.
    pub evidence: &'k Statement,
    /// Why it is left out.
    pub reason: Reason<'k>,
}

/// Why a technique is left out.
#[derive(Clone, Debug)]
pub enum Reason<'k> {
    /// The screen stands against it; its reasons are places in what holds.
    Safety(Verdict),
    /// The safety rules do not know the technique, so nothing can be said of it.
    NotScreened,
    /// It cannot be done below the cap of today.
    BeyondCap(u8),
    /// It is beyond this practitioner's scope; these may do it.
    Scope(Standpoint, Vec<&'k Profession>),
    /// The evidence speaks against it.
    EvidenceAgainst,
    /// Not enough is known, or it made no difference.
    NotShown,
    /// Tried with this client without change for the better.
    NoResponse(Followed),
}

/// The techniques proposed, the best first, and those left out, in the order of the catalogue.
pub(super) fn choose<'k>(
    knowledge: &'k Knowledge,
    screen: &Screen<'k>,
    case: &Case<'_>,
    conditions: &[&'k Condition],
) -> (Vec<Proposed<'k>>, Vec<LeftOut<'k>>) {
    let mut proposed = Vec::new();
    let mut left_out = Vec::new();
    for condition in conditions {
        let statements = knowledge.evidence.with_subjects(Some(&condition.key));
        for technique in knowledge.techniques.list() {
            let Some(evidence) = closest(technique, &statements) else { continue };
            if technique.part_of.is_some() && evidence.about != technique.key {
                continue;
            }
            let areas = places(knowledge, technique, condition).on(case.side);
            if areas.is_empty() {
                continue;
            }
            let candidate = Candidate { knowledge, technique, condition, evidence, areas };
            match candidate.weigh(screen, case) {
                Ok(chosen) => proposed.push(chosen),
                Err(reason) => left_out.push(LeftOut { technique, condition, evidence, reason }),
            }
        }
    }
    proposed.sort_by_key(|p| {
        let followed = p.why.contains(&Why::FollowedByChange);
        std::cmp::Reverse((followed, p.evidence.direction, p.evidence.certainty, std::cmp::Reverse(p.technique.rank)))
    });
    (proposed, left_out)
}

/// The regions both of the complaint and of the technique.
fn places(knowledge: &Knowledge, technique: &Technique, condition: &Condition) -> Areas {
    let cover =
        |keys: &[String]| keys.iter().filter_map(|key| knowledge.regions.covering(key)).fold(Areas::NONE, |a, b| a | b);
    cover(&technique.areas) & cover(&condition.areas)
}

struct Candidate<'k> {
    knowledge: &'k Knowledge,
    technique: &'k Technique,
    condition: &'k Condition,
    evidence: &'k Statement,
    areas: Areas,
}

impl<'k> Candidate<'k> {
    fn weigh(&self, screen: &Screen<'k>, case: &Case<'_>) -> Result<Proposed<'k>, Reason<'k>> {
        match self.evidence.direction {
            Direction::Against | Direction::WeakAgainst => return Err(Reason::EvidenceAgainst),
            Direction::Unclear | Direction::NoDifference => return Err(Reason::NotShown),
            Direction::For | Direction::WeakFor => {}
        }
        let scope = self.scope(case)?;
        let (verdict, pressure) = self.screened(screen)?;
        let tried = case.tried.iter().rev().find(|tried| self.is(tried.technique)).map(|tried| tried.followed);
        if let Some(followed @ (Followed::NoChange | Followed::Worse)) = tried {
            return Err(Reason::NoResponse(followed));
        }
        let mut why = vec![Why::Evidence];
        why.extend((tried == Some(Followed::Better)).then_some(Why::FollowedByChange));
        Ok(Proposed {
            technique: self.technique,
            condition: self.condition,
            areas: self.areas.without(verdict.leave_out),
            pressure,
            why,
            evidence: self.evidence,
            verdict,
            scope,
        })
    }

    fn is(&self, key: &str) -> bool {
        self.technique.key == key
            || self.knowledge.techniques.get(key).is_some_and(|t| t.part_of.as_deref() == Some(&*self.technique.key))
    }

    fn scope(&self, case: &Case<'_>) -> Result<Standpoint, Reason<'k>> {
        let professions = &self.knowledge.professions;
        let whole = self.knowledge.techniques.whole(self.technique);
        let thrust = self.technique.force.1 == ForceClass::FT;
        let activities = scope::activities(professions, &whole.key, "", thrust);
        let verdicts = activities.into_iter().map(|a| scope::may(professions, &case.practitioner, a, case.today));
        match verdicts.max_by_key(|verdict| verdict.standpoint) {
            Some(verdict) if verdict.standpoint >= Standpoint::NeedsCertificate => {
                Err(Reason::Scope(verdict.standpoint, verdict.refer_to))
            }
            Some(verdict) => Ok(verdict.standpoint),
            None => Ok(Standpoint::Check),
        }
    }

    /// The verdict at the usual force or, beyond the cap of today, at the cap.
    fn screened(&self, screen: &Screen<'k>) -> Result<(Verdict, Option<(u8, u8)>), Reason<'k>> {
        let families = &self.knowledge.families;
        let whole = self.knowledge.techniques.whole(self.technique);
        let row =
            [&self.technique.key, &self.technique.name, &whole.key].into_iter().find_map(|n| families.technique(n));
        let row = row.ok_or(Reason::NotScreened)?;
        let judge = |force: Force| {
            let proposal = Proposal { families: families.at(row.families, force), areas: self.areas, force };
            screen.judge(&proposal)
        };
        let force = self.technique.pressure.map_or(row.usual, |(_, most)| Force::Pressure(most));
        let mut verdict = judge(force);
        let mut pressure = self.technique.pressure;
        if let (Some(cap), Some((least, most))) = (verdict.cap, pressure)
            && cap < most
        {
            if cap < least {
                return Err(Reason::BeyondCap(cap));
            }
            pressure = Some((least, cap));
            verdict = judge(Force::Pressure(cap));
        }
        let nothing_left = verdict.leave_out.covers(self.areas);
        if verdict.action() >= Action::DoNotTreat || nothing_left {
            return Err(Reason::Safety(verdict));
        }
        if let Some(cap) = verdict.cap.filter(|_| verdict.beyond_cap) {
            return Err(Reason::BeyondCap(cap));
        }
        Ok((verdict, pressure))
    }
}
