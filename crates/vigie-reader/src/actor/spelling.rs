//! Spelling: letters without marks, and given names that are written in several ways.

/// Adds a letter to `key` in lower case and without its marks.
pub(super) fn fold_into(key: &mut String, letter: char) {
    if letter.is_ascii() {
        key.push(letter.to_ascii_lowercase());
        return;
    }
    for lower in letter.to_lowercase() {
        match plain(lower) {
            "" if is_mark(lower) => {}
            "" => key.push(lower),
            letters => key.push_str(letters),
        }
    }
}

/// The one spelling that stands for all spellings of a word; the word itself for most.
pub(super) fn one_spelling(word: &str) -> &str {
    match word {
        "mohamed" | "muhammad" | "mohammad" | "mohamad" | "muhammed" | "muhammadu" | "mahamed" => "mohammed",
        "ahmad" | "ahmet" => "ahmed",
        "hussain" | "husain" | "hossein" | "husayn" | "hosein" => "hussein",
        "abdallah" | "abdulla" | "abdalla" => "abdullah",
        "yusuf" | "youssef" | "yusef" | "yousuf" | "yusof" | "youssouf" => "yousef",
        "ebrahim" | "ibraheem" => "ibrahim",
        "mahmud" | "mehmood" | "mahmood" => "mahmoud",
        "khalid" => "khaled",
        "umar" => "omar",
        "hasan" => "hassan",
        "abdul" | "abd" => "abdel",
        "el" => "al",
        "aleksandr" | "alexandr" | "aleksander" | "alyaksandr" | "aliaksandr" | "oleksandr" => "alexander",
        "sergey" | "serhiy" | "serhii" | "siarhei" | "syarhey" | "sergii" => "sergei",
        "andrey" | "andriy" | "andrii" | "andrej" => "andrei",
        "dmitri" | "dmitriy" | "dmitrii" | "dmytro" => "dmitry",
        "volodymyr" | "uladzimir" | "wladimir" => "vladimir",
        "nikolay" | "mykola" | "mikalai" => "nikolai",
        "mykhailo" | "mikhael" => "mikhail",
        "yury" | "yuriy" | "yurii" | "iurii" => "yuri",
        "valeriy" | "valerii" | "valeri" => "valery",
        "vitaly" | "vitalii" | "vitaliy" => "vitali",
        "organisation" => "organization",
        "organisations" => "organizations",
        "defence" => "defense",
        "labour" => "labor",
        "centre" => "center",
        "programme" => "program",
        "advisor" => "adviser",
        "advisors" => "advisers",
        _ => word,
    }
}

fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter) || matches!(letter, 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' | 'ʹ')
}

/// The plain letters for a lower-case letter of an extended Latin alphabet; empty where there are none.
fn plain(letter: char) -> &'static str {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ'..='ặ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' | 'ḍ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ə' | 'ẹ'..='ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' | 'ḥ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'ṭ' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' | 'ẓ' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_fall_and_spellings_meet() {
        let folded = |word: &str| {
            let mut key = String::new();
            word.chars().for_each(|letter| fold_into(&mut key, letter));
            key
        };
        for (word, plain) in [("Šefčovič", "sefcovic"), ("Ağrı", "agri"), ("Đukanović", "dukanovic"), ("Киев", "киев")]
        {
            assert_eq!(folded(word), plain);
        }
        assert_eq!(one_spelling("mohamed"), one_spelling("muhammad"));
        assert_eq!(one_spelling("harbour"), "harbour");
    }
}
