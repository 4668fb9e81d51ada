//! Cases of words and paragraphs, and what is true of every text.

use super::*;
use proptest::prelude::*;

/// A text, and its words: a space between tokens, `|` between the words of one token, `¶` between paragraphs.
struct Case {
    text: &'static str,
    words: &'static str,
}

const fn case(text: &'static str, words: &'static str) -> Case {
    Case { text, words }
}

/// The words of `text` as a case writes them.
fn written(text: &str) -> String {
    let tokens = tokenize(text);
    let mut out = String::new();
    for (n, paragraph) in tokens.paragraphs.iter().enumerate() {
        out.push_str(if n > 0 { " ¶ " } else { "" });
        for index in paragraph.clone() {
            let is_inside = tokens.multiword.iter().any(|token| token.words.start < index && index < token.words.end);
            let gap = if index == paragraph.start { "" } else { [" ", "|"][usize::from(is_inside)] };
            out.push_str(gap);
            out.push_str(&text[tokens.words[index as usize].range.as_range()]);
        }
    }
    out
}

/// Reports every case that fails.
fn check(cases: &[Case]) {
    let failures: Vec<String> = cases
        .iter()
        .map(|case| (case, written(case.text)))
        .filter(|(case, words)| words != case.words)
        .map(|(case, words)| format!("{:?}\n  wanted {}\n  got    {words}", case.text, case.words))
        .collect();
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn contractions() {
    check(&[
        case("Minsk didn't answer.", "Minsk did|n't answer ."),
        case("They don’t, won’t and CAN'T.", "They do|n’t , wo|n’t and CA|N'T ."),
        case("She cannot; he's sure we'd've known.", "She can|not ; he|'s sure we|'d|'ve known ."),
        case("Kerry's car, Moscow’s army", "Kerry|'s car , Moscow|’s army"),
        case("the soldiers' boots", "the soldiers|' boots"),
        case("They said 'no losses' again.", "They said ' no losses ' again ."),
        case("im sure they dont, gonna wait", "i|m sure they do|nt , gon|na wait"),
        case("wanna, gotta, dunno, gimme", "wan|na , got|ta , du|n|no , gim|me"),
        case("its not over in its own capital", "it|s not over in its own capital"),
        case("lets go; the law lets them stay", "let|s go ; the law lets them stay"),
        case("y'all, 'tis, c'mon, o'clock, ma'am", "y'|all , 't|is , c'm|on , o'clock , ma'am"),
        case("O'Brien's Qur'an", "O'Brien|'s Qur'an"),
        case("G7's AT&T's U.S.'s", "G7|'s AT&T|'s U.S.|'s"),
        case("I'ma guard", "I|'m a guard"),
        case("catch 'em in the '90s or the 60's", "catch 'em in the '90s or the 60's"),
        case("we`ll", "we|`ll"),
    ]);
}

#[test]
fn hyphens_and_slashes() {
    check(&[
        case("a well-known pro-war ex-minister", "a well - known pro-war ex-minister"),
        case("non-stop e-mail to co-workers", "non-stop e-mail to co-workers"),
        case("the U.S.-led, 27-nation force", "the U.S. - led , 27 - nation force"),
        case("al-Amin, mid-1990s, T-72, five-year-old", "al - Amin , mid-1990s , T - 72 , five - year - old"),
        case("pre-war-era tanks", "pre-war - era tanks"),
        case("and/or, he/she, w/o, b/c", "and / or , he / she , w/o , b/c"),
        case("Kafka-esque", "Kafka-esque"),
        case("Brest--a town—fell – late", "Brest -- a town — fell – late"),
    ]);
}

#[test]
fn stops() {
    check(&[
        case("Mr. Petrov met Gen. J. R. Holm Jr. on Sept. 3.", "Mr. Petrov met Gen. J. R. Holm Jr. on Sept. 3 ."),
        case("The U.S. Army left the U.S. The rest stayed.", "The U.S. Army left the U.S . The rest stayed ."),
        case("It begins at 5 p.m. on Monday.", "It begins at 5 p.m. on Monday ."),
        case("It begins at 5 p.m.", "It begins at 5 p.m ."),
        case("tents, food, etc. He left", "tents , food , etc . He left"),
        case("tents, food, etc., and water", "tents , food , etc. , and water"),
        case("See No. 5. He said no. 5 came.", "See No. 5 . He said no . 5 came ."),
        case("Gen. Holm (ret.), tel. +44 20", "Gen. Holm ( ret. ) , tel. +44 20"),
        case("He said No. She agreed.", "He said No . She agreed ."),
        case("Volga Inc. said; so did Don Co., Ltd.", "Volga Inc. said ; so did Don Co. , Ltd ."),
        case("i.e. this, e.g. that, a.k.a. him", "i.e. this , e.g. that , a.k.a. him"),
        case("P.S. The map is wrong.", "P.S. The map is wrong ."),
        case("a Ph.D. student, Lt.Col. Orlov", "a Ph.D. student , Lt. Col. Orlov"),
        case("It was I. Then he and Plan B. It", "It was I . Then he and Plan B . It"),
        case("over.The end.", "over . The end ."),
        case("Wait... what....no", "Wait ... what .... no"),
        case("Wait… what?! No!!!", "Wait … what ?! No !!!"),
        case("He left the U.S...", "He left the U.S ..."),
    ]);
}

#[test]
fn numbers() {
    check(&[
        case("$20, £5m, €3.2bn, US$5m, 10%", "$ 20 , £ 5 m , € 3.2 bn , US$ 5 m , 10 %"),
        case("1,200,000 or 3.5 of 10,11", "1,200,000 or 3.5 of 10 , 11"),
        case("10:30 a.m., 5pm, 7p.m. sharp", "10:30 a.m. , 5 pm , 7 p.m. sharp"),
        case("on 9/11, 11/28/2001, 2022-06-01", "on 9/11 , 11/28/2001 , 2022-06-01"),
        case("1/2 and 3/4", "1 / 2 and 3 / 4"),
        case("713-555-0199, 555-0199, +375 17", "713-555-0199 , 555-0199 , +375 17"),
        case("3-4 people in 2020-21, 51-49", "3 - 4 people in 2020 - 21 , 51 - 49"),
        case("an F-16C, a Su-27", "an F - 16C , a Su - 27"),
        case("40C, 5G, Rs500, EUR20m, 3M", "40 C , 5G , Rs 500 , EUR 20 m , 3M"),
        case("5kg, 20km, 23rd, 1980s, 4x4, 3G", "5 kg , 20 km , 23rd , 1980s , 4x4 , 3G"),
        case("$.04 and .5", "$ .04 and .5"),
        case("20°C at -5", "20 °C at - 5"),
    ]);
}

#[test]
fn addresses_and_faces() {
    check(&[
        case("See https://example.org/a_(b)?c=1.", "See https://example.org/a_(b)?c=1 ."),
        case("(www.example.com/x), bit.ly/abc", "( www.example.com/x ) , bit.ly/abc"),
        case("example.com's owner", "example.com|'s owner"),
        case("Write to <press.office@example.org>.", "Write to < press.office@example.org > ."),
        case("@ministry said #minsk2022 #1", "@ministry said #minsk2022 # 1"),
        case("open map-2_b.pdf, talk.politics.east", "open map-2_b.pdf , talk.politics.east"),
        case("fine :-) ok:) (see below:) ;) <3", "fine :-) ok :) ( see below : ) ;) <3"),
        case("Subject:Drills 10:(x)", "Subject : Drills 10 : ( x )"),
        case("👍🏽👍🏽 👩‍👩‍👧‍👦!", "👍🏽 👍🏽 👩‍👩‍👧‍👦 !"),
        case("🇧🇾🇺🇦", "🇧🇾 🇺🇦"),
    ]);
}

#[test]
fn marks() {
    check(&[
        case("MINSK, June 1 (Reuters) - Guards", "MINSK , June 1 ( Reuters ) - Guards"),
        case("BREST, Belarus (AP) — Guards", "BREST , Belarus ( AP ) — Guards"),
        case("“So,” ``so'' «so» ‘so’", "“ So , ” `` so '' « so » ‘ so ’"),
        case("He said.[1] Minister¹ left.†", "He said . [ 1 ] Minister ¹ left . †"),
        case("*** ===== ---> <-", "*** ===== ---> <-"),
        case("AT&T, R&D, B&Bs & more", "AT&T , R&D , B&Bs & more"),
        case("s**t, f*** it", "s**t , f *** it"),
    ]);
}

#[test]
fn other_scripts_and_invisible_characters() {
    check(&[
        case("naïve café Ελλάδα Мінск", "naïve café Ελλάδα Мінск"),
        case("我们在北京。Да", "我 们 在 北 京 。 Да"),
        case("שלום, עולם", "שלום , עולם"),
        case("a\u{301}b, co\u{AD}op", "a\u{301}b , co\u{AD}op"),
        case("\u{FEFF}Guards\u{200B} left\u{200B}.", "\u{FEFF}Guards\u{200B} left\u{200B} ."),
        case("one\u{A0}two\u{3000}three\u{1F}four", "one two three four"),
        case("\u{202B}", "\u{202B}"),
        case("", ""),
        case(" \n\t ", ""),
        case("\0\u{7}x", "\0 \u{7} x"),
    ]);
}

#[test]
fn paragraphs_of_lines() {
    check(&[
        case("First.\n\nSecond.", "First . ¶ Second ."),
        case("Drills begin\nBy Anna Karp\nBREST - They left.", "Drills begin ¶ By Anna Karp ¶ BREST - They left ."),
        case("one\r\n\r\ntwo\rthree\u{2029}four", "one ¶ two ¶ three ¶ four"),
        case("one\n \t\ntwo", "one ¶ two"),
        case("- bread\n- salt", "- bread ¶ - salt"),
    ]);
}

#[test]
fn lines_filled_to_a_width_are_one_paragraph() {
    struct Block {
        text: &'static str,
        n_paragraphs: usize,
    }
    let blocks = [
        Block {
            text: "The ministry said on Tuesday that it had moved two battalions to the south, and\n\
                   that a third would follow. It gave no reason, but an officer who asked not to be\n\
                   named said that the order had come from the top.",
            n_paragraphs: 1,
        },
        Block {
            text: "Drills begin\nBy Anna Karp\nBREST, June 1 - Border guards began drills on\n\
                   Wednesday near the town of Pinsk, officials said,\nadding that they would last until \
                   the end of the\nweek.\nNobody else spoke.",
            n_paragraphs: 4,
        },
        Block {
            text: "The ministry said on Tuesday that it had moved two battalions to the south, and\n\
                   that a third would follow.\n  It gave no reason, but an officer who asked not to be named\n\
                   said that the order had come from the top.",
            n_paragraphs: 2,
        },
        Block {
            text: "- a first point that goes on for quite a while until it has to be broken and\n  go on below\n\
                   - a second point",
            n_paragraphs: 2,
        },
        Block {
            text: "Drills begin in the south\nMinister denies reports\nExports fall again\nFuel rises",
            n_paragraphs: 4,
        },
        Block { text: "The guards left on Friday.\nThe rest stayed on.\nNobody said why it was so.", n_paragraphs: 3 },
    ];
    let failures: Vec<String> = blocks
        .iter()
        .filter(|block| tokenize(block.text).paragraphs.len() != block.n_paragraphs)
        .map(|block| format!("wanted {} paragraphs: {}", block.n_paragraphs, written(block.text)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What is true of the words of every text.
fn check_invariants(text: &str) {
    let tokens = tokenize(text);
    let mut at = 0;
    for word in &tokens.words {
        let range = word.range.as_range();
        let form = text.get(range.clone()).expect("a word lies in the text, on character boundaries");
        assert!(!form.is_empty() && !form.contains(is_space), "a word holds something, and no white space: {form:?}");
        assert!(range.start >= at, "words are in order and do not overlap");
        assert!(text[at..range.start].chars().all(is_space), "only white space lies outside words");
        at = range.end;
    }
    assert!(text[at..].chars().all(is_space), "only white space lies behind the last word");
    let mut index = 0;
    for paragraph in &tokens.paragraphs {
        assert!(paragraph.start == index && paragraph.end > index, "paragraphs share the words out");
        index = paragraph.end;
    }
    assert_eq!(index, tokens.n_words());
    let mut free = 0;
    for token in &tokens.multiword {
        assert!(token.words.start >= free && token.words.len() > 1 && token.words.end <= index);
        free = token.words.end;
        let words = &tokens.words[token.words.start as usize..token.words.end as usize];
        assert!(words.windows(2).all(|pair| pair[0].range.end() == pair[1].range.start()), "its words touch");
        assert_eq!(
            (token.range.start(), token.range.end()),
            (words[0].range.start(), words[words.len() - 1].range.end())
        );
        assert!(tokens.paragraphs.iter().any(|p| p.start <= token.words.start && token.words.end <= p.end));
    }
}

#[test]
fn long_runs_are_read_in_bounded_time() {
    for part in [
        "a", "a-", "a.", ".", "a@", ":(", "1,", "1/", "1-", "'", "a'", "<\"", "👍🏽", "我", "a\u{301}", "\u{200B}", "w/",
        "A.\"",
    ] {
        check_invariants(&part.repeat(200_000 / part.len()));
    }
}

/// Texts made of the pieces that rules look for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "don't",
            "its",
            "cannot",
            "U.S",
            "Mr",
            "etc",
            "http://",
            "www.",
            "a@b.c",
            "@",
            "#",
            "$",
            "12",
            "3.4",
            "1,000",
            "/",
            "-",
            "--",
            ".",
            "...",
            "'",
            "’",
            "\"",
            "“",
            "(",
            ")",
            ":)",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\r\n",
            "\u{A0}",
            "\u{200B}",
            "\u{301}",
            "👩\u{200D}👧",
            "é",
            "我",
            "*",
            "_",
            "&",
            "°C",
            "pm",
            "kg",
            "The",
            "s",
            "’s",
            "\u{1F}",
            "\u{2029}",
            "\0",
            "²",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z]{1,6}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn words_share_out_every_text(text in pieces()) {
        check_invariants(&text);
    }

    #[test]
    fn words_share_out_any_characters(text in any::<String>()) {
        check_invariants(&text);
    }
}
