//! The language that a text is written in.

use whatlang::{Lang, detect};

/// The least bytes of a text whose language is told from its letters.
const LEAST_BYTES: usize = 120;

/// How much of a text is looked at.
const MOST_BYTES: usize = 4000;

/// Tells the language of a text, as a code of two letters (ISO 639-1), or what its publisher says where it is too short to tell.
pub(crate) fn language(text: &str, stated: Option<&str>) -> Option<String> {
    let stated = stated.and_then(|code| code.split(['-', '_']).next()).map(str::to_ascii_lowercase);
    let stated =
        stated.filter(|code| (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase()));
    if text.len() < LEAST_BYTES {
        return stated;
    }
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let found = detect(&text[..end]).filter(whatlang::Info::is_reliable).and_then(|found| code(found.lang()));
    found.map(str::to_owned).or(stated)
}

/// The code of two letters of a language that has one.
fn code(lang: Lang) -> Option<&'static str> {
    CODES.iter().find(|(long, _)| *long == lang.code()).map(|(_, short)| *short)
}

/// ISO 639-3 and ISO 639-1 codes of the languages that can be told.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "no"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_believed_before_its_publisher() {
        let english = "The ministry of defence said on Wednesday that the drills near the southern border would go on until \
            the end of the month, and that several thousand soldiers would take part in them.";
        let russian = "Министерство обороны сообщило в среду, что учения у южной границы продлятся до конца месяца и что в них \
            примут участие несколько тысяч военнослужащих.";
        assert_eq!(language(english, Some("de")).as_deref(), Some("en"));
        assert_eq!(language(russian, None).as_deref(), Some("ru"));
        assert_eq!(language("Kurz.", Some("de-AT")).as_deref(), Some("de"));
        assert_eq!(language("Kurz.", Some("de; q")), None);
    }
}
