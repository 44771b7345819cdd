//! Names that nobody bears: sea, stone and sky, in many scripts.

/// Somebody who was made up: the name, how it is read aloud where that needs saying, sex for clinical use.
pub(super) struct Name {
    pub(super) name: &'static str,
    pub(super) used: &'static str,
    pub(super) reading: &'static str,
    pub(super) sex: &'static str,
    pub(super) pronouns: &'static str,
}

const fn name(name: &'static str, used: &'static str, reading: &'static str, sex: &'static str) -> Name {
    Name { name, used, reading, sex, pronouns: "" }
}

/// All of them.
pub(super) const NAMES: [Name; 46] = [
    name("Juniper Pebblebrook", "Juniper", "", "female"),
    name("Otto Lanternwood", "", "", "male"),
    name("Amparo Ríoclaro", "", "", "female"),
    name("Θάλασσα Πέτρου-Βράχου", "", "Thálassa Pétrou-Vráchou", "female"),
    name("Берёза Речная", "", "Beryoza Rechnaya", "female"),
    name("نجمة الرمال", "", "Najma ar-Rimal", "female"),
    name("אורן נחל־אבן", "", "Oren Nachal-Even", "male"),
    name("月野 小石", "", "Tsukino Koishi", "female"),
    name("云 小河", "", "Yún Xiǎohé", "male"),
    name("은하 조약돌", "", "Eunha Joyakdol", "female"),
    name("चाँदनी नदीवाला", "", "Chandni Nadiwala", "female"),
    name("ฟ้า สายธารหิน", "", "Fa Saithanhin", "female"),
    name("ვარსკვლავი მდინარე", "", "Varskvlavi Mdinare", "male"),
    name("Moss Harbourlight", "Moss", "", "male"),
    name("Åsa Fjällbäckström-Sten", "Åsa", "", "female"),
    name("Zeytin Taşdere", "", "", "female"),
    name("Bruyère Petitruisseau", "", "", "female"),
    name("Wit Kamienny-Potok", "", "", "male"),
    name("Đá Suối Mây", "", "", "male"),
    Name { name: "Wren Quartzmeadow", used: "Wren", reading: "", sex: "unknown", pronouns: "they/them" },
    name("Kiefer Bachkiesel", "", "", "male"),
    name("Nube Delmonte-Piedra", "", "", "female"),
    name("Clover Tidewater", "", "", "female"),
    name("Basalt Evenmoor", "", "", "male"),
    name("Saffron Millpond", "Saffy", "", "female"),
    name("Pico Arroyoseco", "", "", "male"),
    name("Linnea Stjärnsund-Älv", "", "", "female"),
    name("Heath Copperfield-Marsh", "", "", "male"),
    name("Olive Riverstone", "", "", "female"),
    name("Sorrel Windgate", "", "", "female"),
    name("Flint Orchardway", "", "", "male"),
    name("Marisol Aguaserena", "", "", "female"),
    name("Ash Featherstonehaugh-Brook", "Ash", "", "male"),
    name("Coral Deepwell", "", "", "female"),
    name("Reed Silverlake", "", "", "male"),
    name("Ivy Thimblehill", "", "", "female"),
    name("Onyx Fairmeadow", "", "", "male"),
    name("Dahlia Cloudberry", "", "", "female"),
    name("Rowan Saltmarsh", "", "", "male"),
    name("Perla Lunamar", "", "", "female"),
    name("Birch Longshadow", "", "", "male"),
    name("Fern Applewick", "", "", "female"),
    name("Slate Whitewater", "", "", "male"),
    name("Poppy Starling-Field", "", "", "female"),
    name("Laurel Peakstone", "", "", "female"),
    name("Jasper Greenbank", "", "", "male"),
];

/// Words of which passwords are made.
pub(super) const WORDS: [&str; 64] = [
    "amber", "apple", "barley", "basket", "beacon", "birch", "bramble", "candle", "cedar", "clover", "cobalt",
    "copper", "cotton", "dahlia", "ember", "fennel", "ferry", "fiddle", "garnet", "ginger", "harbor", "hazel", "heron",
    "indigo", "ivory", "kettle", "lantern", "lemon", "linen", "lupin", "maple", "marble", "meadow", "mellow", "nectar",
    "nutmeg", "olive", "orchid", "otter", "paper", "pepper", "plum", "pollen", "quartz", "quill", "raven", "ripple",
    "saffron", "sage", "silver", "spruce", "starling", "sumac", "tansy", "thimble", "timber", "tulip", "umber",
    "velvet", "violet", "walnut", "willow", "winter", "zephyr",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_name_and_no_word_is_there_twice() {
        assert_eq!(NAMES.iter().map(|one| one.name).collect::<BTreeSet<_>>().len(), NAMES.len());
        assert_eq!(WORDS.iter().collect::<BTreeSet<_>>().len(), WORDS.len());
    }
}
