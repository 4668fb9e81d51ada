//! Roles: nouns that say little without the body that they belong to.

/// Whether a role says nothing of the body that its bearer belongs to: all its words are such.
pub(super) fn is_generic(key: &str) -> bool {
    key.split(' ').all(|word| GENERIC.contains(&word.strip_suffix('s').unwrap_or(word)) || GENERIC.contains(&word))
}

/// Whether a role is so loose that what is known of a person tells more.
pub(super) fn is_loose(key: &str) -> bool {
    matches!(
        key,
        "leader"
            | "chief"
            | "head"
            | "commander"
            | "official"
            | "member"
            | "figure"
            | "founder"
            | "representative"
            | "boss"
            | "spokesman"
            | "spokeswoman"
    )
}

/// Whether a role is that of someone who works or fights for whatever body is named before it.
pub(super) fn is_staff(key: &str) -> bool {
    #[rustfmt::skip]
    const STAFF: [&str; 14] = [
    "worker", "employee", "staff", "volunteer", "activist", "fighter", "gunman", "militant", "force", "troop", "militia", "soldier", "supporter", "rebel",
];
    let last = key.rsplit(' ').next().unwrap_or(key);
    last == "gunmen" || STAFF.contains(&last) || STAFF.contains(&last.strip_suffix('s').unwrap_or(last))
}

#[rustfmt::skip]
const GENERIC: [&str; 61] = [
    "official", "leader", "chief", "head", "director", "president", "chairman", "chair", "chairwoman", "chairperson", "spokesman", "spokeswoman", "spokesperson", "spokespeople", "spokesmen", "member", "founder", "representative", "secretary", "commander", "deputy", "adviser", "aide", "employee", "staff", "source", "supporter", "group", "unit", "figure", "branch", "wing", "cell", "faction", "agent", "officer", "operative", "boss", "executive", "coordinator", "personnel", "team", "delegation", "delegate", "side", "analyst", "senior", "top", "vice", "general", "regional", "local", "leadership", "veteran", "number", "hundred", "thousand", "dozen", "body", "cofounder", "co",
];
