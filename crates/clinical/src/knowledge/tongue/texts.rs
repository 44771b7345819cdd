//! Which texts of the folder people read, and so are said in another language.

/// The texts of one table of one kind.
pub(super) struct Texts {
    /// The folder, such as `facts`.
    pub(super) kind: &'static str,
    /// The table, such as `fact` (also where it stands inside another: `[[group.fact]]`).
    pub(super) table: &'static str,
    /// Its texts. `effect.text` is one text for each row of `effect` that has it; in the other language it is the list
    /// `effect_text`.
    pub(super) fields: &'static [&'static str],
}

const fn of(kind: &'static str, table: &'static str, fields: &'static [&'static str]) -> Texts {
    Texts { kind, table, fields }
}

/// Every text that a person reads. Names of medicines carry their Spanish themselves; sources are cited as they are.
pub(super) const TEXTS: &[Texts] = &[
    of("facts", "group", &["title"]),
    of("facts", "fact", &["is", "ask", "yes", "choice"]),
    of("safety", "rule", &["title", "why", "action", "effect.text"]),
    of("regions", "area", &["name"]),
    of("regions", "region", &["name", "plain"]),
    of("regions", "client_area", &["plain"]),
    of("regions", "structure", &["name"]),
    of("techniques", "technique", &["name", "definition", "honest", "expected", "usual_reactions", "rare", "caution"]),
    of("techniques", "variant", &["name"]),
    of("techniques", "grade", &["meaning"]),
    of("techniques", "force", &["name"]),
    of("techniques", "contra_class", &["name"]),
    of("techniques", "endangerment", &["name"]),
    of("conditions", "condition", &["name", "plain", "findings"]),
    of("conditions", "red_flag", &["name", "ask"]),
    of("instruments", "instrument", &["name", "about", "scale.name", "scale.bands.label"]),
    of("motions", "motion", &["joint", "movement"]),
    of("motions", "test", &["name", "method"]),
    of("motions", "scale", &["name", "caution", "grades.word", "grades.meaning"]),
    of("motions", "landmark", &["name", "how"]),
    of("motions", "joint", &["name"]),
    of("medicines", "class", &["name", "why"]),
    of("professions", "profession", &["name"]),
    of("professions", "activity", &["name", "why"]),
    of("professions", "ethics", &["name", "say"]),
    of("professions", "consent_element", &["say"]),
    of("professions", "separate_consent", &["name"]),
    of("evidence", "subject", &["name"]),
    of("evidence", "evidence", &["outcome", "comparator", "note"]),
    of("links", "factor", &["name"]),
    of("education", "page", &["title", "what", "helps", "expect"]),
    of("education", "warning", &["say"]),
    of("education", "text", &["say"]),
    of("education", "aftercare", &["name", "effects", "advice"]),
    of("education", "aftercare_area", &["name", "say"]),
    of("homecare", "item", &["name", "purpose", "steps", "cautions", "progression"]),
    of("homecare", "bar", &["say"]),
    of("homecare", "universal", &["say"]),
];

/// Kinds whose texts may stop or send somebody: unreviewed, they are shown with the English beneath.
pub(super) const SAFETY: &[&str] = &["safety", "education"];
