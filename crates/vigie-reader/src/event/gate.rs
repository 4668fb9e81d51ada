//! The gate: which candidates are told as events.
//!
//! Words that sound like an act are common, acts are not. An event needs somebody who can act, in the type's own way, and
//! one side of public life; acts of violence, constraint and protest stand between private people too. Nouns that name a
//! standing relation (`the partnership`, `their support`) need a verb that makes an act of them.

use vigie_record::Party;

use super::candidates::Candidate;
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
    /// The lemma of its word.
    pub(crate) lemma: &'a str,
    /// Whether its word is a noun.
    pub(crate) is_noun: bool,
    /// Whether a verb makes an act of the noun, or it has an actor of its own.
    pub(crate) is_carried_out: bool,
    /// Whether the page is about something else than public life.
    pub(crate) is_private_page: bool,
}

/// Whether a candidate is told as an event.
pub(crate) fn stands(candidate: &Candidate, evidence: &Evidence<'_>) -> bool {
    let kind = candidate.kind.as_str();
    let (actors, recipients) = (evidence.actors, evidence.recipients);
    let has_public = actors.iter().chain(recipients).any(is_public);
    let has_actor = match evidence.doers {
        Doers::Known => true,
        Doers::Unnamed if kind == "PROTEST" => candidate.is_agreed && evidence.is_noun,
        Doers::Unnamed if matches!(kind, "COERCE" | "SANCTION") && !candidate.is_personal() => has_public,
        Doers::Unnamed => WITHOUT_ACTOR.contains(&kind) && !recipients.is_empty(),
        Doers::Things => false,
    };
    let is_paired = !TOGETHER.contains(&kind)
        || !recipients.is_empty()
        || candidate.mode.as_deref() == Some("visit")
        || evidence.is_plural && kind == "CONSULT";
    let can_do = !WITH_FORCES.contains(&kind)
        || if actors.is_empty() { recipients.iter().any(is_public) } else { actors.iter().any(has_forces) };
    let is_act = !evidence.is_noun || !STANDING.contains(&kind) || evidence.is_carried_out;
    let fits_page = !evidence.is_private_page || candidate.is_agreed && actors.iter().any(is_public);
    let lacks_sufferer = evidence.has_lost_recipients && ON_SOMEBODY.contains(&kind);
    let says_nothing = evidence.is_bare && recipients.is_empty() && !ALONE.contains(&kind);
    let is_whole = !lacks_sufferer && !says_nothing;
    let is_backed = !candidate.is_alone || actors.iter().any(is_public) && !recipients.is_empty();
    let is_done_by_somebody = !(kind == "ASSAULT" && evidence.is_disaster && !actors.iter().any(has_forces));
    has_actor
        && is_paired
        && can_do
        && is_act
        && fits_page
        && is_whole
        && is_backed
        && is_done_by_somebody
        && !is_advice(kind, evidence)
        && (has_public || PRIVATE.contains(&kind))
}

/// Whether a warning is no threat: to the public, or to nobody in particular.
fn is_advice(kind: &str, evidence: &Evidence<'_>) -> bool {
    kind == "THREATEN"
        && matches!(evidence.lemma, "warn" | "warning" | "caution" | "alert" | "advise")
        && !evidence.recipients.iter().any(is_public)
}

#[cfg(test)]
mod tests {
    use vigie_record::{Identity, Status};

    use super::*;

    fn party(country: &str, sector: &str) -> Party {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Party {
            spans: Vec::new(),
            text: "somebody".to_owned(),
            identity: Identity { country: text(country), sector: text(sector), ..Identity::default() },
        }
    }

    fn candidate(kind: &str, mode: &str) -> Candidate {
        Candidate {
            trigger: 0,
            kind: kind.to_owned(),
            mode: Some(mode.to_owned()).filter(|mode| !mode.is_empty()),
            status: Status::Happened,
            actors: Vec::new(),
            recipients: Vec::new(),
            is_agreed: false,
            is_alone: false,
            rule: String::new(),
        }
    }

    fn evidence<'a>(doers: Doers, actors: &'a [Party], recipients: &'a [Party]) -> Evidence<'a> {
        Evidence {
            doers,
            actors,
            recipients,
            has_lost_recipients: false,
            is_plural: false,
            is_bare: false,
            is_disaster: false,
            lemma: "word",
            is_noun: false,
            is_carried_out: false,
            is_private_page: false,
        }
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
                stands(&candidate(kind, ""), &evidence(doers, &actors, &recipients)) != *expected
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
        assert!(stands(&support, &plain()));
        assert!(!stands(&support, &Evidence { is_noun: true, ..plain() }), "`France's support for the people`");
        assert!(
            stands(&support, &Evidence { is_noun: true, is_carried_out: true, ..plain() }),
            "`withdrew its support`"
        );
        assert!(!stands(&support, &Evidence { is_private_page: true, ..plain() }), "on a page about sport");
        assert!(
            !stands(&support, &Evidence { doers: Doers::Things, actors: &[], ..plain() }),
            "`the figures support …`"
        );
        assert!(!stands(
            &candidate("ASSAULT", ""),
            &Evidence { is_disaster: true, doers: Doers::Unnamed, actors: &[], ..plain() }
        ));
        assert!(!stands(&candidate("THREATEN", ""), &Evidence { lemma: "warn", ..plain() }), "a warning to drivers");
        assert!(
            !stands(&candidate("REJECT", ""), &Evidence { recipients: &[], is_bare: true, ..plain() }),
            "`France objected.`"
        );
    }
}
