//! The gate: which candidates are told as events.
//!
//! Words that sound like an act are common, acts are not. An event needs somebody who can act, in the type's own way, and
//! one side of public life; acts of violence, constraint and protest stand between private people too. Nouns that name a
//! standing relation (`the partnership`, `their support`) need a verb that makes an act of them.

use vigie_record::Party;

use super::candidates::{Candidate, FoundBy};
use super::sides::{Doers, has_forces, is_public};

/// Types whose event stands though no actor is named: the sentence tells of the one who suffered it.
const WITHOUT_ACTOR: &[&str] = &["ASSAULT", "COERCE", "SANCTION", "ACCUSE", "RETREAT"];

/// Types that stand between private people.
const PRIVATE: &[&str] = &["ASSAULT", "COERCE", "PROTEST", "THREATEN"];

/// Types that are nothing without somebody, or a target, to be done to.
const ON_SOMEBODY: &[&str] = &["ASSAULT", "CONSULT", "COOPERATE"];

/// Types that somebody does alone.
const ALONE: &[&str] = &["PROTEST", "RETREAT", "MOBILIZE", "CONSULT"];

/// Types that two sides do together.
const TOGETHER: &[&str] = &["CONSULT", "COOPERATE"];

/// Types that only those with forces or office do.
const WITH_FORCES: &[&str] = &["MOBILIZE", "RETREAT"];

/// Types whose nouns mostly name a relation that stands, not an act.
const STANDING: &[&str] = &["AGREE", "SUPPORT", "COOPERATE", "CONCEDE", "AID", "REQUEST", "THREATEN", "REJECT"];

/// How likely they must find an event to be called sure of it.
const SURE: f64 = 0.85;

/// The log-odds from which on a candidate is told: two of three such candidates are events.
pub(super) const LEAST: f64 = 0.8;

/// How likely an act of a frame is between two states at least, as log-odds.
const BETWEEN_STATES: f64 = 1.5;

/// How sure of the type the heads must be where no frame knows the word.
const CLEAR_KIND: f64 = 0.65;

/// What is known of a candidate beside its words.
#[expect(clippy::struct_excessive_bools, reason = "each is a finding of its own, and all are asked together")]
pub(crate) struct Evidence<'a> {
    pub(crate) doers: Doers,
    pub(crate) actors: &'a [Party],
    pub(crate) recipients: &'a [Party],
    /// Whether what it acts on can be acted on by nobody in this way.
    pub(crate) has_lost_recipients: bool,
    /// Whether the actor is several.
    pub(crate) is_plural: bool,
    /// Whether its verb has nothing but a subject.
    pub(crate) is_bare: bool,
    /// Whether an accident or a force of nature stands in its sentence.
    pub(crate) is_disaster: bool,
    /// Whether it is a word of winning and losing, and a vote stands in its sentence.
    pub(crate) is_contest: bool,
    /// The lemma of its word.
    pub(crate) lemma: &'a str,
    /// Whether its word is a noun.
    pub(crate) is_noun: bool,
    /// Whether its word is a verb of saying.
    pub(crate) is_saying: bool,
    /// Whether a verb makes an act of the noun, or it has an actor of its own.
    pub(crate) is_carried_out: bool,
    /// Whether the page is about something else than public life.
    pub(crate) is_private_page: bool,
    /// Whether its subject is anybody: `anyone can sue`.
    pub(crate) is_of_anybody: bool,
    /// Whether it tells what is allowed or forbidden by now, not who allowed or forbade it: `women are permitted to drive`.
    pub(crate) is_standing_rule: bool,
}

/// How likely a candidate is an event, as log-odds.
///
/// The weights are those of a logistic regression on the sentences of `training/events` that the heads learned from, rounded; what speaks
/// against private pages and people weighs more here than there, since pages hold more of both than those sentences.
pub(crate) fn log_odds(candidate: &Candidate, evidence: &Evidence<'_>) -> f64 {
    let odds = by_words(candidate, evidence);
    let has_frame = matches!(candidate.found_by, FoundBy::Frame { .. } | FoundBy::Both { .. });
    // What one state does to another is told in plain words too, of which the heads have seen few.
    if has_frame && is_between_states(evidence) {
        odds.max(BETWEEN_STATES - against(candidate, evidence))
    } else {
        odds
    }
}

fn by_words(candidate: &Candidate, evidence: &Evidence<'_>) -> f64 {
    let found = match candidate.found_by {
        FoundBy::Frame { is_sure: true } => return 2.0 - against(candidate, evidence),
        FoundBy::Frame { is_sure: false } => return -1.0 - against(candidate, evidence),
        FoundBy::Both { agree: true, .. } => 1.2,
        FoundBy::Both { agree: false, .. } => 0.3,
        FoundBy::HeadKnown => 0.25,
        FoundBy::HeadAlone => -0.4,
        FoundBy::Barred => -3.5,
    };
    let heads = 0.75 * logit(candidate.likely) + 0.25 * logit(candidate.likely_kind) - 0.2;
    let saying = if evidence.is_saying { 0.5 } else { 0.0 };
    let unpaired = match (evidence.actors, evidence.recipients) {
        ([], []) => 1.0,
        (_, []) => 0.2,
        _ => 0.0,
    };
    heads + found - saying - unpaired - against(candidate, evidence)
}

/// Whether a verb has a state, or its forces, on both sides.
fn is_between_states(evidence: &Evidence<'_>) -> bool {
    let is_state = |party: &Party| {
        party.identity.country.is_some()
            && matches!(party.identity.sector.as_deref(), None | Some("UNK" | "GOV" | "MIL"))
    };
    !evidence.is_noun && evidence.actors.iter().any(is_state) && evidence.recipients.iter().any(is_state)
}

pub(super) fn logit(probability: f64) -> f64 {
    let clear = probability.clamp(0.02, 0.995);
    (clear / (1.0 - clear)).ln()
}

/// Whether a candidate is likely enough by itself, whatever its page holds.
pub(crate) fn may_be_told(candidate: &Candidate) -> bool {
    candidate.log_odds >= LEAST
}

/// The weight of all that speaks against a candidate.
fn against(candidate: &Candidate, evidence: &Evidence<'_>) -> f64 {
    objections(candidate, evidence).into_iter().map(|(weight, _)| weight).sum()
}

/// Whether somebody acts, or the type needs nobody named.
fn has_actor(candidate: &Candidate, evidence: &Evidence<'_>) -> bool {
    let kind = candidate.kind.as_str();
    match evidence.doers {
        Doers::Known => true,
        Doers::Unnamed if kind == "PROTEST" => is_agreed(candidate) && evidence.is_noun,
        Doers::Unnamed if matches!(kind, "COERCE" | "SANCTION") && !candidate.is_personal() => {
            evidence.actors.iter().chain(evidence.recipients).any(is_public)
        }
        Doers::Unnamed => WITHOUT_ACTOR.contains(&kind) && !evidence.recipients.is_empty(),
        Doers::Things => false,
    }
}

/// Whether a frame and the heads see the same type, and the heads are fairly sure of it.
fn is_agreed(candidate: &Candidate) -> bool {
    matches!(candidate.found_by, FoundBy::Both { agree: true, .. }) && candidate.likely >= SURE
}

/// What speaks against telling a candidate as an event: how much, and in few words.
pub(crate) fn objections(candidate: &Candidate, evidence: &Evidence<'_>) -> Vec<(f64, &'static str)> {
    let kind = candidate.kind.as_str();
    let (actors, recipients) = (evidence.actors, evidence.recipients);
    let has_public = actors.iter().chain(recipients).any(is_public);
    let has_actor = has_actor(candidate, evidence);
    let is_paired = !TOGETHER.contains(&kind)
        || !recipients.is_empty()
        || candidate.mode.as_deref() == Some("visit")
        || evidence.is_plural && kind == "CONSULT";
    let can_do = !WITH_FORCES.contains(&kind)
        || if actors.is_empty() { recipients.iter().any(is_public) } else { actors.iter().any(has_forces) };
    let is_act = !evidence.is_noun || !STANDING.contains(&kind) || evidence.is_carried_out;
    let fits_page = !evidence.is_private_page || is_agreed(candidate) && actors.iter().any(is_public);
    let lacks_sufferer = evidence.has_lost_recipients && ON_SOMEBODY.contains(&kind);
    let says_nothing = evidence.is_bare && recipients.is_empty() && !ALONE.contains(&kind);
    let is_backed = candidate.found_by != FoundBy::HeadAlone || actors.iter().any(is_public) && !recipients.is_empty();
    let is_private_journey =
        kind == "CONSULT" && candidate.mode.as_deref() == Some("visit") && !actors.iter().any(is_public);
    let is_done_by_somebody = !(kind == "ASSAULT" && evidence.is_disaster && !actors.iter().any(has_forces));
    let asked = [
        (has_actor, 0.5, "nobody acts"),
        (is_paired, 0.3, "one side is missing"),
        (can_do, 0.5, "nobody with forces"),
        (is_act, 1.0, "a standing relation"),
        (fits_page, 5.0, "a page about other things"),
        (!lacks_sufferer, 0.3, "nobody is done to"),
        (!says_nothing, 0.3, "a verb with nothing beside it"),
        (is_backed, 0.6, "the heads alone, and nobody public"),
        (
            candidate.found_by != FoundBy::HeadAlone || candidate.likely_kind >= CLEAR_KIND,
            0.8,
            "the heads alone, and of a vague type",
        ),
        (is_done_by_somebody, if actors.is_empty() { 5.0 } else { 3.0 }, "an accident"),
        (!(kind == "ASSAULT" && evidence.is_contest), 4.0, "a contest of votes"),
        (!is_advice(candidate, evidence), 2.0, "advice"),
        (!is_private_journey, 1.5, "a private journey"),
        (!evidence.is_of_anybody, 4.0, "anybody"),
        (!evidence.is_standing_rule, 2.0, "a standing rule"),
        (has_public || PRIVATE.contains(&kind), 1.0, "private"),
    ];
    asked.into_iter().filter(|(holds, ..)| !holds).map(|(_, weight, objection)| (weight, objection)).collect()
}

/// Whether a warning is no threat: to the public, to nobody in particular, or of what no frame knows as one.
fn is_advice(candidate: &Candidate, evidence: &Evidence<'_>) -> bool {
    candidate.kind == "THREATEN"
        && matches!(evidence.lemma, "warn" | "warning" | "caution" | "alert" | "advise")
        && (candidate.found_by == FoundBy::HeadKnown || !evidence.recipients.iter().any(is_public))
}

#[cfg(test)]
impl<'a> Evidence<'a> {
    /// Nothing known but the sides.
    pub(crate) fn plain(doers: Doers, actors: &'a [Party], recipients: &'a [Party]) -> Self {
        Self {
            doers,
            actors,
            recipients,
            has_lost_recipients: false,
            is_plural: false,
            is_bare: false,
            is_disaster: false,
            is_contest: false,
            lemma: "word",
            is_noun: false,
            is_saying: false,
            is_carried_out: false,
            is_private_page: false,
            is_of_anybody: false,
            is_standing_rule: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use vigie_record::Identity;

    use super::*;

    fn party(country: &str, sector: &str) -> Party {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Party {
            spans: Vec::new(),
            text: "somebody".to_owned(),
            identity: Identity { country: text(country), sector: text(sector), ..Identity::default() },
        }
    }

    fn is_told(candidate: &Candidate, evidence: &Evidence<'_>) -> bool {
        log_odds(candidate, evidence) >= LEAST
    }

    fn candidate(kind: &str, mode: &str) -> Candidate {
        let found_by = FoundBy::Both { agree: true, is_specific: false };
        Candidate {
            mode: Some(mode.to_owned()).filter(|mode| !mode.is_empty()),
            ..Candidate::bare(kind, found_by, 0.55)
        }
    }

    fn evidence<'a>(doers: Doers, actors: &'a [Party], recipients: &'a [Party]) -> Evidence<'a> {
        Evidence::plain(doers, actors, recipients)
    }

    #[test]
    fn one_state_against_another_needs_no_heads() {
        let told = |kind: &str, recipients: &[Party]| {
            let frame = Candidate::bare(kind, FoundBy::Frame { is_sure: false }, 0.0);
            is_told(&frame, &evidence(Doers::Known, &[party("CHN", "")], recipients))
        };
        assert!(told("COERCE", &[party("TWN", "")]));
        assert!(!told("COERCE", &[party("", "BUS")]));
    }

    #[test]
    fn an_event_needs_somebody_of_public_life() {
        struct Case(
            &'static str,
            &'static [(&'static str, &'static str)],
            &'static [(&'static str, &'static str)],
            bool,
        );
        let cases = [
            // A deal between firms, and one with a state in it.
            Case("AGREE", &[("USA", "BUS")], &[("FRA", "BUS")], false),
            Case("AGREE", &[("USA", "BUS")], &[("FRA", "GOV")], true),
            // A man beats a man.
            Case("ASSAULT", &[("", "UNK")], &[("", "CVL")], true),
            // Two are killed, nobody says by whom; somebody is praised by nobody.
            Case("ASSAULT", &[], &[("", "CVL")], true),
            Case("SUPPORT", &[], &[("FRA", "GOV")], false),
            // A firm moves no troops.
            Case("MOBILIZE", &[("USA", "BUS")], &[("FRA", "")], false),
            Case("MOBILIZE", &[("USA", "MIL")], &[], true),
            // Talks have two sides.
            Case("CONSULT", &[("USA", "GOV")], &[], false),
            Case("CONSULT", &[("USA", "GOV")], &[("FRA", "GOV")], true),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|Case(kind, actors, recipients, expected)| {
                let parties = |list: &[(&str, &str)]| {
                    list.iter().map(|(country, sector)| party(country, sector)).collect::<Vec<_>>()
                };
                let (actors, recipients) = (parties(actors), parties(recipients));
                let doers = if actors.is_empty() { Doers::Unnamed } else { Doers::Known };
                is_told(&candidate(kind, ""), &evidence(doers, &actors, &recipients)) != *expected
            })
            .map(|Case(kind, actors, recipients, _)| (kind, actors, recipients))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn what_only_sounds_like_an_act_is_none() {
        let (state, people) = ([party("FRA", "GOV")], [party("", "CVL")]);
        let plain = || evidence(Doers::Known, &state, &people);
        let support = candidate("SUPPORT", "");
        assert!(is_told(&support, &plain()));
        assert!(!is_told(&support, &Evidence { is_noun: true, ..plain() }), "`France's support for the people`");
        assert!(
            is_told(&support, &Evidence { is_noun: true, is_carried_out: true, ..plain() }),
            "`withdrew its support`"
        );
        assert!(!is_told(&support, &Evidence { is_private_page: true, ..plain() }), "on a page about sport");
        assert!(
            !is_told(&support, &Evidence { doers: Doers::Things, actors: &[], ..plain() }),
            "`the figures support …`"
        );
        assert!(!is_told(
            &candidate("ASSAULT", ""),
            &Evidence { is_disaster: true, doers: Doers::Unnamed, actors: &[], ..plain() }
        ));
        assert!(!is_told(&candidate("THREATEN", ""), &Evidence { lemma: "warn", ..plain() }), "a warning to drivers");
        assert!(
            !is_told(&candidate("REJECT", ""), &Evidence { recipients: &[], is_bare: true, ..plain() }),
            "`France objected.`"
        );
    }
}
