//! The kinds of entries: their word, where they stand, and what names them.

use toml::Table;

use super::said::word;

/// One kind of entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word by which it is asked for: `rule`, `homecare`.
    pub word: &'static str,
    /// The folder of its files.
    pub folder: &'static str,
    /// What stands in the brackets before each entry.
    pub header: &'static str,
}

const fn kind(word: &'static str, folder: &'static str, header: &'static str) -> Kind {
    Kind { word, folder, header }
}

/// Every kind, in the order in which somebody browsing meets them. Where a word could be the key of several, the kind
/// that stands first here is meant.
pub const KINDS: &[Kind] = &[
    kind("condition", "conditions", "condition"),
    kind("technique", "techniques", "technique"),
    kind("variant", "techniques", "variant"),
    kind("evidence", "evidence", "evidence"),
    kind("rule", "safety", "rule"),
    kind("fact", "facts", "group.fact"),
    kind("group", "facts", "group"),
    kind("red_flag", "conditions", "red_flag"),
    kind("instrument", "instruments", "instrument"),
    kind("motion", "motions", "motion"),
    kind("test", "motions", "test"),
    kind("scale", "motions", "scale"),
    kind("landmark", "motions", "landmark"),
    kind("region", "regions", "region"),
    kind("area", "regions", "area"),
    kind("structure", "regions", "structure"),
    kind("client_area", "regions", "client_area"),
    kind("joint", "motions", "joint"),
    kind("point", "points", "point"),
    kind("zone", "points", "zone"),
    kind("medicine", "medicines", "medicine"),
    kind("class", "medicines", "class"),
    kind("homecare", "homecare", "item"),
    kind("bar", "homecare", "bar"),
    kind("universal", "homecare", "universal"),
    kind("never_claimed", "homecare", "never_claimed"),
    kind("education", "education", "page"),
    kind("aftercare", "education", "aftercare"),
    kind("aftercare_area", "education", "aftercare_area"),
    kind("warning", "education", "warning"),
    kind("emergency_text", "education", "text"),
    kind("country", "education", "country"),
    kind("profession", "professions", "profession"),
    kind("activity", "professions", "activity"),
    kind("exception", "professions", "exception"),
    kind("certificate", "professions", "certificate"),
    kind("licence", "professions", "licence"),
    kind("jurisdiction", "professions", "jurisdiction"),
    kind("ethics", "professions", "ethics"),
    kind("consent_element", "professions", "consent_element"),
    kind("consent_rule", "professions", "consent_rule"),
    kind("separate_consent", "professions", "separate_consent"),
    kind("retention", "professions", "retention"),
    kind("subject", "evidence", "subject"),
    kind("course", "evidence", "course"),
    kind("course_rule", "instruments", "course"),
    kind("texts", "instruments", "texts"),
    kind("link", "links", "link"),
    kind("referral", "links", "referral"),
    kind("factor", "links", "factor"),
    kind("screened", "safety", "technique"),
    kind("force", "techniques", "force"),
    kind("pressure", "techniques", "pressure"),
    kind("grade", "techniques", "grade"),
    kind("pain_ceiling", "techniques", "pain_ceiling"),
    kind("endangerment", "techniques", "endangerment"),
    kind("contra_class", "techniques", "contra_class"),
    kind("icd_change", "conditions", "icd_change"),
    kind("snomed", "conditions", "snomed"),
    kind("source", "sources", "source"),
];

/// Other words for a kind.
const ALSO: &[(&str, &str)] = &[
    ("conditions", "condition"),
    ("safety", "rule"),
    ("question", "fact"),
    ("statement", "evidence"),
    ("item", "homecare"),
    ("page", "education"),
    ("link_reason", "link"),
    ("citation", "source"),
];

/// Fields whose words are never the key of an entry, though one may be spelled alike.
pub(super) const PLAIN: &[&str] = &[
    "key",
    "name",
    "title",
    "plain",
    "say",
    "text",
    "kind",
    "unit",
    "hands",
    "refer",
    "tier",
    "who",
    "better",
    "recall",
    "licence",
    "level",
    "direction",
    "certainty",
    "movement",
    "group",
    "aliases",
    "also",
    "brands",
    "name_es",
    "families",
    "ends_by",
    "code",
    "codes",
    "standing",
    "plain_es",
    "missing",
    "words",
    "sides",
    "views",
    "usual",
];

/// Fields that hold a condition over facts.
pub(super) const CONDITIONS: &[&str] = &["when", "while", "holds", "count", "weeks_from_due", "condition_text"];

/// Which kinds a field means first, where its words could be several things.
const MEANS: &[(&str, &[&str])] = &[
    ("when", &["fact"]),
    ("while", &["fact"]),
    ("holds", &["fact"]),
    ("count", &["fact"]),
    ("weeks_from_due", &["fact"]),
    ("facts", &["fact"]),
    ("sets", &["fact"]),
    ("asks", &["fact"]),
    ("of", &["fact", "technique", "condition", "profession"]),
    ("at", &["area", "region"]),
    ("opens_at", &["area", "region"]),
    ("areas", &["area", "region"]),
    ("includes", &["area", "region"]),
    ("regions", &["region", "area"]),
    ("region", &["region", "area"]),
    ("class", &["class"]),
    ("condition", &["condition"]),
    ("about", &["subject", "technique", "variant"]),
    ("technique", &["technique", "variant"]),
    ("techniques", &["technique", "variant"]),
    ("activity", &["activity"]),
    ("profession", &["profession"]),
    ("yes", &["profession"]),
    ("jurisdiction", &["jurisdiction"]),
    ("source", &["source"]),
    ("warnings", &["warning"]),
    ("red_flags", &["red_flag"]),
    ("instrument", &["instrument"]),
    ("measures", &["instrument", "test", "motion"]),
];

impl Kind {
    /// The kind with this word, its plural, or another word for it.
    #[must_use]
    pub fn named(said: &str) -> Option<&'static Kind> {
        let said = ALSO.iter().find(|(also, _)| *also == said).map_or(said, |(_, word)| word);
        let exact = KINDS.iter().find(|kind| kind.word == said);
        exact.or_else(|| KINDS.iter().find(|kind| said.strip_suffix('s') == Some(kind.word)))
    }

    /// The kind whose entries have this header in this folder.
    pub(in crate::knowledge) fn of(folder: &str, header: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.folder == folder && kind.header == header)
    }

    /// How near this kind is to what a field means; the least is meant.
    pub(super) fn rank(&self, field: &str) -> usize {
        let Some((_, meant)) = MEANS.iter().find(|(name, _)| *name == field) else {
            return KINDS.iter().position(|kind| kind == self).map_or(usize::MAX, |at| at + 100);
        };
        meant.iter().position(|word| *word == self.word).unwrap_or(usize::MAX)
    }

    /// What an entry of this kind is called in a list.
    pub(super) fn title(&self, key: &str, table: &Table) -> String {
        let word = |name: &str| word(table, name);
        let plain = |key: String| key.replace('_', " ");
        let joined = |names: &[&str]| {
            let words: Vec<String> = names.iter().map(|name| plain(word(name))).filter(|w| !w.is_empty()).collect();
            words.join(" · ")
        };
        let said = match self.word {
            "evidence" => joined(&["about", "condition", "outcome"]),
            "motion" => joined(&["joint", "movement"]),
            "licence" => joined(&["jurisdiction", "profession"]),
            "exception" => joined(&["activity", "profession", "jurisdiction"]),
            "point" => joined(&["code", "pinyin"]),
            "retention" => joined(&["jurisdiction", "what"]),
            _ => ["title", "name", "is", "plain", "citation", "say", "what", "phrase", "location", "meaning", "touch"]
                .into_iter()
                .map(word)
                .find(|said| !said.is_empty())
                .unwrap_or_default(),
        };
        if said.is_empty() { plain(key.to_owned()) } else { said }
    }
}
