//! The same questions on paper, blank: for whoever has no phone and wants none.
use crate::door::{Ask, Page, Result, Right, Routes, Whole};
use crate::intake::by_client::askable;
use crate::ui::{Said, Words, filters};
use askama::Template;
use clinical::knowledge::Tier;
use db::Reader;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().look("/intake-form", "phone.paper", Right::Directory, show)
}

/// One group with its questions.
#[derive(Serialize)]
struct Group {
    title: Said,
    questions: Vec<Said>,
}

#[derive(Template, Serialize)]
#[template(path = "phone/asked/paper.html")]
struct Paper {
    practice: String,
    areas: Vec<Said>,
    groups: Vec<Group>,
}

impl Page for Paper {
    fn title(&self, words: &Words) -> String {
        words.t("phone-paper")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn show(_: &mut Reader<'_>, ask: &Ask<Whole>, _: Query) -> Result<Paper> {
    let knowledge = &ask.house.knowledge;
    let areas = knowledge.regions.client_areas().iter().map(|area| Said::known(area.plain.clone()));
    let mut groups = Vec::new();
    for tier in [Tier::Today, Tier::History] {
        for (at, group) in knowledge.facts.groups.iter().enumerate().filter(|(_, group)| group.tier == tier) {
            let questions: Vec<Said> = askable(knowledge, at).map(|fact| Said::known(fact.ask.clone())).collect();
            if !questions.is_empty() {
                groups.push(Group { title: Said::known(group.title.clone()), questions });
            }
        }
    }
    Ok(Paper { practice: ask.practice.name.clone(), areas: areas.collect(), groups })
}
