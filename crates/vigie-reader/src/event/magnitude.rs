//! Magnitudes: the numbers that tell how large an event is.

use vigie_lang::Upos;
use vigie_record::Magnitude;

use super::candidates::Candidate;
use crate::number_words;
use crate::tree::Tree;

/// The numbers among an event's parties, its object and the phrases below it.
pub(crate) fn of(tree: &Tree<'_>, candidate: &Candidate) -> Vec<Magnitude> {
    let mut heads: Vec<usize> = candidate.recipients.iter().chain(&candidate.actors).copied().collect();
    heads.extend(
        tree.children(candidate.trigger).iter().copied().filter(|&child| {
            matches!(tree.relation(child), "obj" | "nsubj" | "nsubj:pass" | "obl" | "nmod" | "nummod")
        }),
    );
    heads.sort_unstable();
    heads.dedup();
    let mut found: Vec<Magnitude> = heads.into_iter().filter_map(|head| at(tree, candidate, head)).collect();
    found.dedup_by(|a, b| a.span == b.span);
    found
}

fn at(tree: &Tree<'_>, candidate: &Candidate, head: usize) -> Option<Magnitude> {
    let is_number = |word: usize| tree.word(word).upos() == Upos::Num;
    let number = if is_number(head) {
        head
    } else {
        tree.children(head)
            .iter()
            .copied()
            .find(|&child| tree.relation(child) == "nummod" || about(tree, child).is_some())?
    };
    let (low, high) = about(tree, number).or_else(|| exact(tree, number))?;
    let modifiers: Vec<&str> =
        tree.children(head).iter().chain(tree.children(number)).map(|&word| tree.lemma(word)).collect();
    let text = tree.word(head).text();
    let currency = tree.children(head).iter().chain([&head]).find_map(|&word| currency(tree.word(word).text()));
    let is_party = candidate.recipients.contains(&head) || candidate.actors.contains(&head);
    if is_number(head) && currency.is_none() && !is_party {
        return None;
    }
    if is_time_or_share(tree.lemma(head)) || (is_number(head) && currency.is_none() && is_year(low)) {
        return None;
    }
    let open_above = modifiers.iter().any(|word| matches!(*word, "least" | "over" | "more"));
    let open_below = modifiers.iter().any(|word| matches!(*word, "most" | "up" | "fewer" | "less"));
    Some(Magnitude {
        kind: kind(tree, candidate, head, currency.is_some()).to_owned(),
        low: if open_below && !open_above { 0.0 } else { low },
        high: if open_above { high.max(low * 1.5) } else { high },
        unit: currency.map(str::to_owned).or_else(|| is_measure(text).then(|| text.to_lowercase())),
        span: tree.range_of(&if number == head { vec![head] } else { vec![number.min(head), number.max(head)] }),
    })
}

fn kind(tree: &Tree<'_>, candidate: &Candidate, head: usize, is_money: bool) -> &'static str {
    if is_money {
        return "money";
    }
    match (tree.lemma(candidate.trigger), tree.lemma(head)) {
        ("kill" | "die" | "execute" | "murder" | "assassinate" | "slay", _) => "killed",
        ("wound" | "injure" | "hurt", _) => "wounded",
        ("arrest" | "detain" | "jail" | "round", _) => "arrested",
        (_, "troop" | "troops" | "soldier" | "reservist" | "conscript" | "marine" | "serviceman" | "paratrooper") => {
            "troops"
        }
        (
            _,
            "missile" | "rocket" | "tank" | "drone" | "aircraft" | "warplane" | "helicopter" | "ship" | "vessel"
            | "howitzer" | "shell",
        ) => "weapons",
        (
            _,
            "person" | "people" | "civilian" | "protester" | "demonstrator" | "refugee" | "migrant" | "child" | "woman"
            | "man" | "worker" | "resident",
        ) => "people",
        _ => "count",
    }
}

/// `dozens`, `hundreds of`: a number of which only the order is said.
fn about(tree: &Tree<'_>, word: usize) -> Option<(f64, f64)> {
    match tree.word(word).text().to_lowercase().as_str() {
        "dozens" | "scores" => Some((24.0, 99.0)),
        "hundreds" => Some((200.0, 999.0)),
        "thousands" => Some((2_000.0, 9_999.0)),
        "millions" => Some((2_000_000.0, 9_999_999.0)),
        _ => None,
    }
}

fn exact(tree: &Tree<'_>, number: usize) -> Option<(f64, f64)> {
    let mut words: Vec<usize> = tree
        .children(number)
        .iter()
        .copied()
        .filter(|&child| tree.relation(child) == "compound" && child < number)
        .collect();
    words.push(number);
    let mut value: Option<f64> = None;
    for word in words {
        let part = parse(tree.word(word).text())?;
        value = Some(match value {
            Some(before) if part >= 100.0 => before * part,
            Some(before) => before + part,
            None => part,
        });
    }
    value.map(|value| (value, value))
}

/// A number in figures or words.
fn parse(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    number_words::value(&plain.to_lowercase())
}

fn currency(text: &str) -> Option<&'static str> {
    match text {
        "$" | "US$" | "dollars" | "dollar" => Some("USD"),
        "€" | "euros" | "euro" => Some("EUR"),
        "£" | "pounds" => Some("GBP"),
        "¥" | "yen" => Some("JPY"),
        "roubles" | "rubles" => Some("RUB"),
        "yuan" => Some("CNY"),
        _ => None,
    }
}

fn is_time_or_share(lemma: &str) -> bool {
    matches!(
        lemma,
        "year"
            | "month"
            | "week"
            | "day"
            | "hour"
            | "minute"
            | "percent"
            | "%"
            | "per"
            | "time"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    ) || lemma.chars().next().is_some_and(char::is_uppercase)
}

fn is_year(value: f64) -> bool {
    (1800.0..2200.0).contains(&value) && value.fract() == 0.0
}

fn is_measure(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "tonnes" | "tons" | "kilometers" | "kilometres" | "km" | "miles" | "barrels")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_are_read_in_figures_and_words() {
        for (text, expected) in [
            ("100,000", Some(100_000.0)),
            ("3.5", Some(3.5)),
            ("Twelve", Some(12.0)),
            ("few", None),
            ("1e999", None),
            ("-", None),
            ("12th", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
