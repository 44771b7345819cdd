//! `docs/facts.md`: every fact, so that somebody who never saw the program can code a written case.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Definition, Fact, FactId, Kind, Knowledge, Tier, Who};
use crate::predicate::Predicate;

const HEAD: &str = r#"# Facts: how to code a case

<!-- Made by `cargo x docs` from knowledge/facts and knowledge/safety; not to be edited. -->

`palpate screen` reads a case as JSON on standard input and says, for each proposed treatment, what stands against it. This page is
all that is needed to code a written case. Code **what the case says**; leave out what it does not mention. A finding that the case
denies ("no swelling") is coded `"no"`.

```json
{
  "facts": { "age": 68, "joint_replacement": { "days_ago": 21, "region": "hip", "side": "right" }, "medications": ["enoxaparin"] },
  "unasked": "no",
  "proposed": [ { "technique": "deep tissue massage", "region": "right hip", "force": "firm" } ]
}
```

| field | meaning |
|---|---|
| `facts` | the facts below, each by its key |
| `unasked` | `"unknown"` (the default): what is not mentioned stays open and comes back as questions. `"no"`: a closed world for written cases; what is not mentioned is taken as no, a time or place not stated is taken on the side of caution, and both are listed under `assumed` |
| `proposed` | one or several: `technique`, `region`, `side` (`left`, `right`, `both`; may stand in the region), `force` (`light`, `moderate`, `firm`, `deep`, P1 to P5 or 1 to 5, grade I to V; without it the usual of the technique) |
| `today` | the day, if not the day of asking: `"2026-11-22"` |
| `clearances` | who has cleared or assessed what: `[{ "rule": "S031", "by": "cardiologist", "on": "2026-11-01", "until": null, "families": ["SWED"], "regions": ["whole"] }]`; `"fact": "hf_stable"` instead of the rule means every rule that this fact made hold. `families` and `regions` may be left out: then all |
| `complaints` | places of the complaint, which open its questions: `["low back"]` |

## Values

- **Yes or no**: `"yes"`, `"no"`, `"unsure"`, `"declined"`, `"not asked"`; `true` and `false` are yes and no. `{ "answer": "no", "on": "2025-01-10" }` says when it was denied.
- **With a time** (marked *when*): `{ "since": "2026-03" }` (a year, a month, a day, or `{ "from": …, "to": … }`), or `days_ago`, `weeks_ago`,
  `months_ago`, `years_ago`. Say it wherever the case does: many rules count from it. For a treatment that went on for a time say its last day.
  `"ended": "2024"` says that it is over: it then counts only as history.
- **With a place** (marked *where*): `"region"` and `"side"`, or several `"sites": [{ "region": "calf", "side": "left" }]`. Without a place a rule about the
  place holds everywhere. `"region": "nowhere"` for what has no place (a leukaemia).
- **Several times**: a list of such objects (two operations).
- **Numbers** in the unit that is printed. Convert: °F → (°F − 32) × 5/9; glucose mg/dL ÷ 18; platelets per µL ÷ 1000.
- **Medicines**: give all names in `medications` as they are written (`"Eliquis 5 mg"`); each is looked up and sets its own facts (`rx_…`, such as
  `rx_anticoagulant`). An illness is never concluded from a medicine: code it from the history. How long a steroid is taken must be coded: `rx_corticosteroid_long`.

## How to choose

1. Take each statement of the case; find it under *also*, or in the group of its subject. Code every key that fits, also the more special ones.
2. An operation is coded as `surgery_recent` (general or regional anaesthesia) or `surgery_minor` (local), **and** as the special key if there is one, each with time and place.
3. A pain that is new or changed is `spinal_pain_new`, `headache_new`, `calf_thigh_pain_new`; an old, stable one is `back_pain`, `neck_pain` with its time, `headache_usual_pattern`.
4. Pressure, temperature, pulse, oxygen and scores go in as numbers; symptoms with a high pressure as `bp_symptoms`.
5. Pregnancy: `pregnant` and `gestation_weeks`; after birth `gave_birth` with its time; each warning sign by its own key.
6. A child with a parent's consent is `minor`; without, `minor_without_guardian`.
7. If a published rule was applied and its items are known, code the items; the program counts itself. Negative imaging for the injury is `injury_imaged_clear`.
8. "Cleared by …" is a clearance, not a fact; the surgeon's agreement to this work is `surgeon_protocol` as well.

## Worked example

> A woman of 54 had a knee arthroscopy under general anaesthesia 20 days ago. Left calf pain for 2 days, the calf 4 cm thicker than the right, pitting on the left
> only, tender along the deep veins. Proposed: Swedish massage of both legs, moderate.

```json
{
  "facts": {
    "age": 54,
    "surgery_recent": { "days_ago": 20, "region": "knee" },
    "calf_thigh_pain_new": { "days_ago": 2, "side": "left" },
    "calf_3cm_larger": { "side": "left" },
    "pitting_oedema_one_leg": { "side": "left" },
    "deep_vein_tenderness": { "side": "left" }
  },
  "unasked": "no",
  "proposed": [ { "technique": "Swedish massage", "region": "both legs", "force": "moderate" } ]
}
```

Four points of the Wells score hold, so rule S010 does: `refer-urgent`.

## What comes back

For each proposal `action`, the gravest of: `allow` (nothing recorded stands against it), `allow-with-precaution`, `avoid-region` (leave places out), `do-not-treat`,
`refer-urgent` (to be seen today or within 48 hours), `refer-emergency`. Beside it the two questions it follows from: `hands` (what hands may do) and `refer` (how soon
somebody else must see the client); `cap` (the most pressure), `leave_out`, `positions`, `reasons` down to the source, `provisional` where an open question could still stop
the treatment. For the client: `action` (the worst), `card` (merged by what is to be done) and at most three grouped `questions`.

"#;

impl Knowledge {
    /// The page about facts, as Markdown.
    #[must_use]
    pub fn facts_page(&self) -> String {
        let readers = self.readers();
        let mut page = HEAD.to_owned();
        page.push_str("## The facts\n\n");
        for (number, group) in self.facts.groups.iter().enumerate() {
            let tier = match group.tier {
                Tier::Today => "at every visit",
                Tier::History => "once, and re-affirmed",
                Tier::Complaint => "when a complaint opens it",
                Tier::Technique => "when a technique is planned",
            };
            let who = if group.who == Who::Client { "the client may answer" } else { "the practitioner answers" };
            let _ = writeln!(page, "### {}\n\nAsked {tier}; {who}.\n", group.title);
            page.push_str("| key | takes | meaning; when yes | also | read by |\n|---|---|---|---|---|\n");
            for (place, fact) in self.facts.facts.iter().enumerate().filter(|(_, fact)| fact.group == number) {
                let rules = u16::try_from(place).ok().and_then(|n| readers.get(&FactId(n)));
                self.row(&mut page, fact, rules.map_or(String::new(), |rules| rules.join(" ")));
            }
            page.push('\n');
        }
        self.techniques_and_places(&mut page);
        self.rules_list(&mut page);
        page
    }

    fn row(&self, page: &mut String, fact: &Fact, rules: String) {
        let mut takes = match &fact.kind {
            Kind::YesNo => "yes/no".to_owned(),
            Kind::Number { unit, low, high } => format!("number, {unit} ({low} to {high})"),
            Kind::Choice(words) => format!("one of {}", words.join(", ")),
            Kind::Date => "day".to_owned(),
            Kind::List => "list of names".to_owned(),
        };
        if fact.dated {
            takes.push_str(", *when*");
        }
        if fact.sited {
            takes.push_str(", *where*");
            if !fact.at.is_empty() {
                let _ = write!(takes, " (usually {})", fact.at.join(", ").replace('_', " "));
            }
        }
        let mut meaning = fact.clinical.clone();
        if let Some(yes) = &fact.yes_when {
            let _ = write!(meaning, ". {yes}");
        }
        match &fact.defined {
            Some(Definition::Holds(_) | Definition::WeeksFromDue(_)) => {
                meaning.push_str(". Follows from other facts; may be given as well")
            }
            Some(Definition::Count(_)) => meaning.push_str(". Counted from its items as well"),
            None => {}
        }
        if fact.resolves {
            meaning.push_str(". *Speaks for all-clear*");
        }
        let also = fact.also.join("; ");
        let _ = writeln!(page, "| `{}` | {takes} | {meaning} | {also} | {rules} |", fact.key);
    }

    /// Which rules read each fact, by themselves or through a fact that is defined by it.
    fn readers(&self) -> BTreeMap<FactId, Vec<&str>> {
        let mut readers: BTreeMap<FactId, Vec<&str>> = BTreeMap::new();
        for rule in &self.safety.rules {
            let mut read = rule.when.facts();
            read.extend(rule.effects.iter().filter_map(|effect| effect.condition.as_ref()).flat_map(Predicate::facts));
            let mut next = 0;
            while let Some(id) = read.get(next).copied() {
                next += 1;
                let within = match self.facts.get(id).and_then(|fact| fact.defined.as_ref()) {
                    Some(Definition::Holds(predicate)) => predicate.facts(),
                    Some(Definition::Count(parts)) => parts.iter().flat_map(Predicate::facts).collect(),
                    Some(Definition::WeeksFromDue(due)) => vec![*due],
                    None => Vec::new(),
                };
                read.extend(within.into_iter().filter(|id| !read.contains(id)).collect::<Vec<_>>());
            }
            for id in read {
                let list = readers.entry(id).or_default();
                if list.last() != Some(&rule.key.as_str()) {
                    list.push(&rule.key);
                }
            }
        }
        readers
    }

    fn techniques_and_places(&self, page: &mut String) {
        page.push_str("## Techniques\n\nNames and shorthand of the catalogue are understood too. Several may stand in one text.\n\n");
        for technique in &self.families.techniques {
            let families = self.families.say(technique.families).join(", ");
            let _ =
                writeln!(page, "- `{}` {}: {families}; usual force {}", technique.key, technique.name, technique.usual);
        }
        page.push_str("\n## Places\n\nAreas (each region of the drawing, muscle, joint and segment has its own name too, such as `trapezius_upper`, `C1-C2`):\n\n");
        let areas: Vec<String> =
            self.regions.areas().iter().map(|area| format!("`{}` ({})", area.key, area.name.to_lowercase())).collect();
        page.push_str(&areas.join(", "));
        page.push_str(".\n\nAcupressure points by their code (`SP6`, `LI4`).\n\n");
    }

    fn rules_list(&self, page: &mut String) {
        page.push_str("## The rules\n\n| rule | about | when | what follows |\n|---|---|---|---|\n");
        for rule in &self.safety.rules {
            let effects: Vec<String> = rule
                .effects
                .iter()
                .map(|effect| format!("{} ({}, {})", effect.text, effect.hands.word(), effect.refer.word()))
                .collect();
            let _ =
                writeln!(page, "| {} | {} | `{}` | {} |", rule.key, rule.title, rule.when_text, effects.join("<br>"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::folder;

    #[test]
    fn every_fact_stands_on_the_page_with_the_rules_that_read_it() {
        let knowledge = folder();
        let page = knowledge.facts_page();
        for fact in &knowledge.facts.facts {
            assert!(page.contains(&format!("| `{}` |", fact.key)), "{}", fact.key);
        }
        let wells = page.lines().find(|line| line.starts_with("| `collateral_veins` |")).unwrap();
        assert!(wells.contains("S010"), "{wells}");
    }

    #[test]
    fn the_page_in_the_documents_is_the_one_the_knowledge_makes() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/facts.md");
        if std::env::var_os("PALPATE_WRITE_DOCS").is_some() {
            std::fs::write(&path, folder().facts_page()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(kept.trim_end() == folder().facts_page().trim_end(), "docs/facts.md is stale: cargo x docs");
    }
}
