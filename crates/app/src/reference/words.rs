//! The words for kinds, fields, certainty and direction.
use crate::ui::Said;
use clinical::knowledge::evidence::{Direction, Strength};

/// What a kind of entry is called, several of them.
pub(super) fn kind(word: &str) -> Said {
    Said::key(format!("reference-kind-{word}"))
}

/// What a folder of kinds is called.
pub(super) fn folder(folder: &str) -> Said {
    Said::key(format!("reference-group-{folder}"))
}

/// How surely a statement stands.
pub(super) fn confidence(letter: &str) -> Said {
    Said::key(match letter {
        "H" => "reference-certainty-high",
        "M" => "reference-certainty-middle",
        _ => "reference-certainty-low",
    })
}

/// Which way evidence points.
pub(super) fn direction(direction: Direction) -> Said {
    Said::key(match direction {
        Direction::For => "reference-for",
        Direction::WeakFor => "reference-rather-for",
        Direction::NoDifference => "reference-no-difference",
        Direction::Unclear => "reference-unclear",
        Direction::WeakAgainst => "reference-rather-against",
        Direction::Against => "reference-against",
    })
}

/// How sure a body of evidence is. Never a word like strong or proven.
pub(super) fn strength(strength: Strength) -> Said {
    Said::key(match strength {
        Strength::None => "reference-strength-none",
        Strength::VeryLow => "reference-strength-very-low",
        Strength::Low => "reference-strength-low",
        Strength::Moderate => "reference-strength-moderate",
        Strength::High => "reference-strength-high",
    })
}

/// Fields that have words in every language. Another is shown by its own name, as it stands in the files.
const FIELDS: &[&str] = &[
    "about",
    "action",
    "activity",
    "advice",
    "adverse",
    "aliases",
    "also",
    "areas",
    "ask",
    "asks",
    "at",
    "better",
    "brands",
    "cap",
    "caution",
    "cautions",
    "certainty",
    "certainty_to",
    "citation",
    "class",
    "comparator",
    "condition",
    "contra",
    "country",
    "direction",
    "dose",
    "doses",
    "effect",
    "effects",
    "ends_by",
    "errors",
    "expect",
    "expected",
    "facts",
    "families",
    "findings",
    "force",
    "forbid",
    "get_help",
    "group",
    "hands",
    "helps",
    "honest",
    "how",
    "icd10cm",
    "instead",
    "instrument",
    "is",
    "item",
    "items",
    "joint",
    "joints",
    "jurisdiction",
    "kind",
    "licence",
    "location",
    "mcid",
    "mdc",
    "measures",
    "movement",
    "muscles",
    "name",
    "note",
    "of",
    "outcome",
    "overridable",
    "plain",
    "positions",
    "profession",
    "progression",
    "purpose",
    "range",
    "recall",
    "red_flags",
    "refer",
    "refer_to",
    "regions",
    "require",
    "say",
    "scale",
    "sets",
    "sides",
    "standing",
    "steps",
    "tests",
    "text",
    "tier",
    "title",
    "techniques",
    "unit",
    "url_or_doi",
    "usual",
    "warnings",
    "what",
    "when",
    "while",
    "who",
    "why",
    "year",
    "yes",
];

/// What a field is called.
pub(super) fn field(name: &str) -> Said {
    if FIELDS.contains(&name) {
        return Said::key(format!("reference-field-{}", name.replace('_', "-")));
    }
    Said::plain(name.replace('_', " "))
}
