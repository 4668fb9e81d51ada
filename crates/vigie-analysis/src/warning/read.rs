//! From the file of a warning problem to the problem, with everything that is wrong in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use toml::Spanned;
use vigie_codes::{CountryCodes, UserTables};
use vigie_record::{ClaimKind, Status};

use super::file::{
    BaseRateFile, ClaimFile, EventFile, IndicatorFile, MentionFile, Number, OutcomeFile, Placed, ProblemFile,
    SeriesFile, ThresholdFile,
};
use super::problem::{
    Alert, BaseRate, Coverage, Hypothesis, Indicator, Outcome, Over, Problem, SeriesPattern, Threshold, Worth,
};
use crate::admiralty::Grade;
use crate::fault::{Faults, FileFaults, meant, nearest, of_toml};
use crate::hypotheses::Consistency;
use crate::pattern::{ClaimPattern, EVENT_TYPES, EventPattern, MentionPattern, Who, Words};

/// How long a sighting tells where the file does not say.
const FRESH_DAYS: i32 = 30;

/// How many reports make a matter watched where the file does not say.
const MIN_REPORTS: usize = 3;

/// The longest stretch of days that is asked about.
const MOST_DAYS: i64 = 3660;

/// The factors that an indicator may have. Beyond these it is no indicator but the outcome itself.
const MOST_WORTH: f64 = 100.0;

/// Where a count is out of the usual, if the file does not say: so many times as often.
const UNUSUAL: f64 = 2.0;

/// The countries that there are.
static COUNTRIES: LazyLock<CountryCodes> = LazyLock::new(|| {
    CountryCodes::new(&UserTables::new()).expect("the tables in the program are right: tests read them")
});

/// The kinds of claims by name.
const CLAIM_KINDS: [(&str, ClaimKind); 8] = [
    ("report", ClaimKind::Report),
    ("assessment", ClaimKind::Assessment),
    ("explanation", ClaimKind::Explanation),
    ("forecast", ClaimKind::Forecast),
    ("analogy", ClaimKind::Analogy),
    ("intention", ClaimKind::Intention),
    ("demand", ClaimKind::Demand),
    ("denial", ClaimKind::Denial),
];

/// Reads the text of a file.
pub(super) fn read(file: &str, text: &str) -> Result<Problem, FileFaults> {
    let raw: ProblemFile = toml::from_str(text).map_err(|error| of_toml(file, text, &error))?;
    let mut desk = Desk { faults: Faults::new(text), text, named_actors: Vec::new(), named_outlets: Vec::new() };
    let problem = desk.problem(raw);
    desk.faults.end(file)?;
    Ok(problem)
}

/// Where a file is read: what was wrong in it so far, and whom it named.
struct Desk<'a> {
    faults: Faults<'a>,
    text: &'a str,
    named_actors: Vec<(usize, String)>,
    named_outlets: Vec<(usize, String)>,
}

impl Desk<'_> {
    fn problem(&mut self, raw: ProblemFile) -> Problem {
        let horizon_days = self.days("horizon_days", Some(&raw.horizon_days), 1);
        let until = raw.until.as_ref().and_then(|until| self.date(until));
        let hypotheses = self.hypotheses(&raw);
        let ids: Vec<&str> = hypotheses.iter().map(|hypothesis| hypothesis.id.as_str()).collect();
        let outcome_at = raw.outcome.span().start;
        let outcome = self.outcome(outcome_at, raw.outcome.into_inner());
        let has_parties = outcome.events.iter().any(|event| !event.actor.is_empty() && !event.recipient.is_empty());
        let base_at = raw.base_rate.span().start;
        let base_rate = self.base_rate(base_at, raw.base_rate.into_inner(), has_parties);
        let indicators = self.indicators(raw.indicator, &ids, has_parties);
        let thresholds = self.thresholds(raw.threshold);
        let mut sources: BTreeMap<String, Grade> = BTreeMap::new();
        for (outlet, grade) in raw.sources {
            self.named_outlets.push((self.line(grade.span().start), outlet.clone()));
            if let Some(grade) = self.grade(&grade) {
                sources.insert(outlet, grade);
            }
        }
        let min_reports = self.count("min_reports", raw.coverage.min_reports.as_ref(), MIN_REPORTS);
        self.alert(&raw.alert);
        Problem {
            name: raw.name.into_inner(),
            question: raw.question,
            horizon_days,
            until,
            reports: raw.reports.0,
            events: raw.events.0,
            outcome,
            base_rate,
            coverage: Coverage { min_reports, countries: self.countries(raw.coverage.countries) },
            sources,
            hypotheses,
            indicators,
            thresholds,
            alert: Alert {
                command: raw.alert.command,
                web_hook: raw.alert.web_hook.map(Spanned::into_inner),
                mail: raw.alert.mail.map(Spanned::into_inner),
            },
            named_actors: std::mem::take(&mut self.named_actors),
            named_outlets: std::mem::take(&mut self.named_outlets),
        }
    }

    fn line(&self, byte: usize) -> usize {
        1 + self.text.as_bytes().iter().take(byte).filter(|byte| **byte == b'\n').count()
    }

    /// A number of days that is at least `least`.
    fn days(&mut self, name: &str, found: Option<&Spanned<i64>>, least: i64) -> i32 {
        let Some(found) = found else { return FRESH_DAYS };
        let days = *found.get_ref();
        if !(least..=MOST_DAYS).contains(&days) {
            let what = format!("`{name}` is {days}: it must lie between {least} and {MOST_DAYS}");
            let help = (days < least).then(|| "days are counted forward from the day that is asked about".to_owned());
            self.faults.at(found.span().start, what, help);
        }
        i32::try_from(days).unwrap_or(FRESH_DAYS)
    }

    /// A count that is at least one.
    fn count(&mut self, name: &str, found: Option<&Spanned<i64>>, otherwise: usize) -> usize {
        let Some(found) = found else { return otherwise };
        match usize::try_from(*found.get_ref()) {
            Ok(count) if count > 0 => count,
            _ => {
                self.faults.at(found.span().start, format!("`{name}` must be 1 or more"), None);
                otherwise
            }
        }
    }

    fn date(&mut self, found: &Spanned<String>) -> Option<jiff::civil::Date> {
        let parsed = found.get_ref().parse();
        if parsed.is_err() {
            let what = format!("`{}` is no day", found.get_ref());
            self.faults.at(found.span().start, what, Some("write it as 2022-12-31".to_owned()));
        }
        parsed.ok()
    }

    fn grade(&mut self, found: &Spanned<String>) -> Option<Grade> {
        let parsed = found.get_ref().parse::<Grade>();
        parsed.map_err(|error| self.faults.at(found.span().start, error.to_string(), None)).ok()
    }

    /// A number within bounds.
    fn number(&mut self, name: &str, found: &Number, low: f64, high: f64) -> Option<f64> {
        let found = found.as_ref()?;
        let number = *found.get_ref();
        if (low..=high).contains(&number) {
            return Some(number);
        }
        self.faults.at(found.span().start, format!("`{name}` is {number}: it must lie between {low} and {high}"), None);
        None
    }

    fn hypotheses(&mut self, raw: &ProblemFile) -> Vec<Hypothesis> {
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        for hypothesis in &raw.hypothesis {
            let hypothesis = hypothesis.get_ref();
            let id = hypothesis.id.get_ref();
            if !known.insert(id.clone()) {
                self.faults.at(hypothesis.id.span().start, format!("there are two hypotheses `{id}`"), None);
            }
            found.push(Hypothesis { id: id.clone(), text: hypothesis.text.clone() });
        }
        found
    }

    fn outcome(&mut self, at: usize, raw: OutcomeFile) -> Outcome {
        if raw.event.is_empty() {
            let help = "write [[outcome.event]] with types, actor and recipient".to_owned();
            self.faults.at(at, "the outcome has no event that would be it", Some(help));
        }
        let min_outlets = self.count("min_outlets", raw.min_outlets.as_ref(), 1);
        Outcome { events: raw.event.into_iter().map(|event| self.event(event)).collect(), min_outlets }
    }

    fn over(&mut self, found: &Spanned<String>, has_parties: bool) -> Option<Over> {
        let over = match found.get_ref().as_str() {
            "parties" => Some(Over::Parties),
            "pairs" => Some(Over::Pairs),
            other => {
                let what = format!("`learn` is `{other}`");
                let help =
                    "write \"parties\" for the past of the outcome's own parties, \"pairs\" for that of all pairs";
                self.faults.at(found.span().start, what, Some(help.to_owned()));
                None
            }
        };
        if over == Some(Over::Pairs) && !has_parties {
            let what =
                "it cannot be learned from all pairs: the outcome names no actor and recipient to put others for";
            self.faults.at(found.span().start, what, None);
        }
        over
    }

    fn base_rate(&mut self, at: usize, raw: BaseRateFile, has_parties: bool) -> BaseRate {
        let given = self.number("given", &raw.given, 0.0001, 0.9999);
        let over = raw.learn.as_ref().and_then(|learn| self.over(learn, has_parties));
        match (given, over) {
            (Some(probability), None) => BaseRate::Given { probability, because: raw.because },
            (None, Some(over)) => BaseRate::Learned(over),
            (found, _) => {
                if found.is_some() || (raw.given.is_none() && raw.learn.is_none()) {
                    let help = "write `given = 0.02` with `because = \"...\"`, or `learn = \"parties\"` or \"pairs\"";
                    let what = "the base rate is either given or learned";
                    self.faults.at(at, what, Some(help.to_owned()));
                }
                BaseRate::Given { probability: 0.5, because: None }
            }
        }
    }

    fn indicators(&mut self, raw: Vec<Spanned<IndicatorFile>>, ids: &[&str], has_parties: bool) -> Vec<Indicator> {
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        for indicator in raw {
            let at = indicator.span().start;
            let indicator = indicator.into_inner();
            if !known.insert(indicator.name.get_ref().clone()) {
                let what = format!("there are two indicators `{}`", indicator.name.get_ref());
                self.faults.at(indicator.name.span().start, what, None);
            }
            found.push(self.indicator(at, indicator, ids, has_parties));
        }
        found
    }

    fn indicator(&mut self, at: usize, raw: IndicatorFile, ids: &[&str], has_parties: bool) -> Indicator {
        let name = raw.name.get_ref().clone();
        if raw.event.is_empty() && raw.claim.is_empty() && raw.mention.is_empty() && raw.series.is_empty() {
            let help = "write [[indicator.event]], [[indicator.claim]], [[indicator.mention]] or [[indicator.series]]";
            self.faults.at(at, format!("`{name}` has nothing that it would be seen by"), Some(help.to_owned()));
        }
        let worth = self.worth(at, &raw, has_parties);
        let watched_by = raw.watched_by.map_or_else(Vec::new, |names| {
            let line = self.line(names.span().start);
            let names = names.into_inner().0;
            self.named_outlets.extend(names.iter().map(|name| (line, name.clone())));
            names
        });
        Indicator {
            look_for: raw.look_for,
            group: raw.group,
            fresh_days: self.days("fresh_days", raw.fresh_days.as_ref(), 1),
            needs: self.count("needs", raw.needs.as_ref(), 1),
            worth,
            because: raw.because,
            watched_by,
            events: raw.event.into_iter().map(|event| self.event(event)).collect(),
            claims: raw.claim.into_iter().map(|claim| self.claim(claim)).collect(),
            mentions: raw.mention.into_iter().map(|mention| self.mention(mention)).collect(),
            series: raw.series.into_iter().map(|series| self.series(series)).collect(),
            rates: self.rates(raw.rates, ids),
            name,
        }
    }

    fn rates(
        &mut self,
        raw: BTreeMap<Spanned<String>, Spanned<String>>,
        ids: &[&str],
    ) -> BTreeMap<String, Consistency> {
        let mut rates = BTreeMap::new();
        for (id, rating) in raw {
            if !ids.contains(&id.get_ref().as_str()) {
                let help = meant(id.get_ref(), ids.iter().copied());
                self.faults.at(id.span().start, format!("there is no hypothesis `{}`", id.get_ref()), help);
            }
            match rating.get_ref().parse::<Consistency>() {
                Ok(consistency) => _ = rates.insert(id.into_inner(), consistency),
                Err(error) => self.faults.at(rating.span().start, error.to_string(), None),
            }
        }
        rates
    }

    /// What an indicator is worth: from two frequencies, from two factors, or learned.
    fn worth(&mut self, at: usize, raw: &IndicatorFile, has_parties: bool) -> Worth {
        let frequencies = (raw.if_outcome.is_some(), raw.if_not.is_some());
        let factors = raw.lr_seen.is_some() || raw.lr_absent.is_some();
        let n_ways =
            usize::from(frequencies.0 || frequencies.1) + usize::from(factors) + usize::from(raw.learn.is_some());
        if n_ways != 1 || frequencies.0 != frequencies.1 {
            let help = "write `if_outcome = 0.8` and `if_not = 0.2`: how often it would be seen before the outcome, and how \
                        often where none comes; or `lr_seen` (and `lr_absent`); or `learn`";
            self.faults.at(
                at,
                format!("what `{}` is worth is said in one way", raw.name.get_ref()),
                Some(help.to_owned()),
            );
            return Worth::Given { seen: 1.0, absent: 1.0 };
        }
        if let Some(learn) = &raw.learn {
            let over = self.over(learn, has_parties).unwrap_or(Over::Parties);
            return Worth::Learned(over);
        }
        if factors {
            let seen = self.number("lr_seen", &raw.lr_seen, 1.0 / MOST_WORTH, MOST_WORTH).unwrap_or(1.0);
            let absent = self.number("lr_absent", &raw.lr_absent, 1.0 / MOST_WORTH, MOST_WORTH).unwrap_or(1.0);
            self.directions(at, raw.name.get_ref(), seen, absent);
            return Worth::Given { seen, absent };
        }
        let outcome = self.number("if_outcome", &raw.if_outcome, 0.01, 0.99).unwrap_or(0.5);
        let not = self.number("if_not", &raw.if_not, 0.01, 0.99).unwrap_or(0.5);
        Worth::Given { seen: outcome / not, absent: (1.0 - outcome) / (1.0 - not) }
    }

    /// What speaks for the outcome where it is seen cannot speak for it where it is absent.
    fn directions(&mut self, at: usize, name: &str, seen: f64, absent: f64) {
        if (seen > 1.0 && absent > 1.0) || (seen < 1.0 && absent < 1.0) {
            let what = format!("`{name}` moves the odds the same way whether it is seen or absent");
            let help = "one of `lr_seen` and `lr_absent` lies above 1, the other below".to_owned();
            self.faults.at(at, what, Some(help));
        }
    }

    fn thresholds(&mut self, raw: Vec<Spanned<ThresholdFile>>) -> Vec<Threshold> {
        let mut found: Vec<(usize, Threshold)> = Vec::new();
        for threshold in raw {
            let at = threshold.span().start;
            let threshold = threshold.into_inner();
            let name = threshold.name.get_ref().clone();
            let (raise, clear) = (*threshold.raise.get_ref(), threshold.clear.as_ref());
            if !(raise > 0.0 && raise < 1.0) {
                let what = format!("`{name}` is raised at {raise}: it must lie between 0 and 1");
                self.faults.at(threshold.raise.span().start, what, None);
            }
            // A crossing must mean something: without a gap, noise would raise and clear it day by day.
            let cleared = clear.map_or(raise * 0.8, |clear| *clear.get_ref());
            if !(0.0..raise).contains(&cleared) {
                let place = clear.map_or(at, |clear| clear.span().start);
                let help = "`clear` lies below `raise`, so that an alarm does not flutter".to_owned();
                self.faults.at(place, format!("`{name}` is raised at {raise} and cleared at {cleared}"), Some(help));
            }
            if found.iter().any(|(_, other)| other.name == name) {
                self.faults.at(threshold.name.span().start, format!("there are two thresholds `{name}`"), None);
            }
            if let Some((_, other)) = found.iter().find(|(_, other)| (other.raise - raise).abs() < f64::EPSILON) {
                let what = format!("`{name}` is raised at the same probability as `{}`", other.name);
                self.faults.at(threshold.raise.span().start, what, None);
            }
            found.push((at, Threshold { name, raise, clear: cleared }));
        }
        found.sort_by(|a, b| a.1.raise.total_cmp(&b.1.raise));
        for pair in found.windows(2) {
            if pair[1].1.clear < pair[0].1.clear {
                let what = format!("`{}` is cleared later than `{}`, which is lower", pair[1].1.name, pair[0].1.name);
                let help = "a higher alarm must be cleared no later than a lower one".to_owned();
                self.faults.at(pair[1].0, what, Some(help));
            }
        }
        found.into_iter().map(|(_, threshold)| threshold).collect()
    }

    fn alert(&mut self, raw: &super::file::AlertFile) {
        if let Some(hook) = &raw.web_hook {
            let is_address = ["http://", "https://"].iter().any(|scheme| hook.get_ref().starts_with(scheme));
            if !is_address {
                let help = Some("write http://host/path or https://host/path".to_owned());
                self.faults.at(hook.span().start, format!("`{}` is no web address", hook.get_ref()), help);
            }
        }
        if let Some(mail) = &raw.mail {
            let is_address =
                mail.get_ref().split_once('@').is_some_and(|(to, host)| !to.is_empty() && !host.is_empty());
            if !is_address || mail.get_ref().contains(char::is_whitespace) {
                self.faults.at(mail.span().start, format!("`{}` is no mail address", mail.get_ref()), None);
            }
        }
    }

    // Patterns.

    fn event(&mut self, raw: EventFile) -> EventPattern {
        let status_names = Status::ALL.map(Status::as_str);
        let statuses = self.known("status", raw.status, &status_names);
        EventPattern {
            types: self.known("event type", raw.types, &EVENT_TYPES),
            modes: plain(raw.modes),
            contexts: plain(raw.contexts),
            cameo: self.cameo(raw.cameo),
            statuses: statuses.iter().filter_map(|name| Status::named(name)).collect(),
            actor: self.who(raw.actor),
            recipient: self.who(raw.recipient),
            place: self.countries(raw.place),
            min_probability: self.number("min_probability", &raw.min_probability, 0.0, 1.0),
            words: self.words(raw.words),
            unless: self.words(raw.unless),
        }
    }

    fn claim(&mut self, raw: ClaimFile) -> ClaimPattern {
        let names = CLAIM_KINDS.map(|(name, _)| name);
        let kinds = self.known("kind of claim", raw.kinds, &names);
        let kind = |name: &String| CLAIM_KINDS.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind);
        ClaimPattern {
            source: self.who(raw.source),
            kinds: kinds.iter().filter_map(kind).collect(),
            words: self.words(raw.words),
            unless: self.words(raw.unless),
        }
    }

    fn mention(&mut self, raw: MentionFile) -> MentionPattern {
        MentionPattern {
            words: self.words(Some(raw.words)),
            with: self.words(raw.with),
            unless: self.words(raw.unless),
        }
    }

    fn series(&mut self, raw: SeriesFile) -> SeriesPattern {
        let event = EventPattern {
            types: self.known("event type", raw.types, &EVENT_TYPES),
            cameo: self.cameo(raw.cameo),
            actor: self.who(raw.actor),
            recipient: self.who(raw.recipient),
            place: self.countries(raw.place),
            ..EventPattern::default()
        };
        let window_days = self.days("window_days", raw.window_days.as_ref(), 1);
        let against_days = match raw.against_days.as_ref() {
            Some(days) => self.days("against_days", Some(days), i64::from(window_days)),
            None => window_days.saturating_mul(6),
        };
        let at_least = self.number("at_least", &raw.at_least, 1.0, 1000.0).unwrap_or(UNUSUAL);
        SeriesPattern { event, window_days, against_days, at_least }
    }

    /// Names that must be among those known.
    fn known(&mut self, what: &str, found: Placed, known: &[&str]) -> Vec<String> {
        let Some(found) = found else { return Vec::new() };
        let at = found.span().start;
        let names = found.into_inner().0;
        for name in &names {
            if !known.contains(&name.as_str()) {
                self.faults.at(at, format!("there is no {what} `{name}`"), meant(name, known.iter().copied()));
            }
        }
        names
    }

    fn cameo(&mut self, found: Placed) -> Vec<String> {
        let Some(found) = found else { return Vec::new() };
        let at = found.span().start;
        let names = found.into_inner().0;
        for name in &names {
            let root = name.get(..2).and_then(|root| root.parse::<u8>().ok());
            let is_code = name.len() <= 4 && root.is_some_and(|root| (1..=20).contains(&root));
            if !is_code || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                let help = "write two to four figures with the leading nought, such as \"19\" or \"0411\"".to_owned();
                self.faults.at(at, format!("`{name}` is no CAMEO code"), Some(help));
            }
        }
        names
    }

    fn who(&mut self, found: Placed) -> Vec<Who> {
        let Some(found) = found else { return Vec::new() };
        let (at, line) = (found.span().start, self.line(found.span().start));
        let names = found.into_inner().0;
        for name in &names {
            if name.trim().is_empty() {
                self.faults.at(at, "an actor has no name", None);
            }
            self.named_actors.push((line, name.clone()));
        }
        names.iter().map(|name| Who::named(name)).collect()
    }

    fn countries(&mut self, found: Placed) -> Vec<String> {
        let Some(found) = found else { return Vec::new() };
        let at = found.span().start;
        let names = found.into_inner().0;
        for name in &names {
            if COUNTRIES.known(name).is_none() {
                self.faults.at(at, format!("`{name}` is no code of a country"), Some(country_meant(name)));
            }
        }
        names
    }

    fn words(&mut self, found: Placed) -> Vec<Words> {
        let Some(found) = found else { return Vec::new() };
        let at = found.span().start;
        let phrases = found.into_inner().0;
        let words: Vec<Words> = phrases.iter().filter_map(|phrase| Words::new(phrase)).collect();
        if words.len() < phrases.len() || words.is_empty() {
            self.faults.at(at, "a phrase has no words", None);
        }
        words
    }
}

/// What to write for a country that is named otherwise than by its code, or misspelt.
fn country_meant(name: &str) -> String {
    let upper = name.to_uppercase();
    let by_other_name = COUNTRIES.of_name(name).or_else(|| COUNTRIES.of_alpha2(&upper));
    let by_code = || nearest(name, COUNTRIES.named().map(|(code, _)| code));
    let by_name = || {
        let near = nearest(name, COUNTRIES.named().map(|(_, name)| name).filter(|name| !name.is_empty()))?;
        COUNTRIES.of_name(near)
    };
    let found = by_other_name.or_else(|| if name.len() <= 3 { by_code() } else { by_name() });
    let Some(code) = found else { return "write the three letters of ISO 3166-1, such as UKR".to_owned() };
    match COUNTRIES.name_of(code) {
        Some(name) => format!("did you mean `{code}`, {name}?"),
        None => format!("did you mean `{code}`?"),
    }
}

fn plain(found: Placed) -> Vec<String> {
    found.map(|names| names.into_inner().0).unwrap_or_default()
}
