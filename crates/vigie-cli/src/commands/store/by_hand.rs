//! `vigie record`: events, claims and forecasts that a person reads in a report where the program did not.

use std::process::ExitCode;

use vigie::by_hand::{NewClaim, NewEvent, NewForecast};
use vigie::lines::Shown;
use vigie_record::{ByteRange, Polarity, Probability, Reading};
use vigie_store::{Access, CERTAINTY_WANTED, Certainty, RecordKind};

use super::remarks::{identity, sides};
use super::{kind, status, wrong};
use crate::answers::{Answers, NewRecord, Spot, open};
use crate::cli::by_hand::{NewClaimArgs, NewEventArgs, NewForecastArgs, RecordArgs, RecordCommand, SpotArgs};
use crate::format::records::written;
use crate::speech::Failure;

/// Adds a record by hand.
pub(crate) fn run(args: &RecordArgs) -> Result<ExitCode, Failure> {
    match &args.says {
        RecordCommand::Event(new) => add(&new.spot, |_| Ok(NewRecord::Event(event(new)?))),
        RecordCommand::Claim(new) => add(&new.spot, |_| Ok(NewRecord::Claim(claim(new)?))),
        RecordCommand::Forecast(new) => add(&new.spot, |answers| Ok(NewRecord::Forecast(forecast(answers, new)?))),
    }
}

fn add(spot: &SpotArgs, make: impl FnOnce(&dyn Answers) -> Result<NewRecord, Failure>) -> Result<ExitCode, Failure> {
    let mut answers = open(&spot.reach, Access::Write)?;
    let report = answers.the_report(&spot.report)?.to_string();
    let Shown::Report(shown) = answers.shown(&report)? else {
        return Err(Failure::NotInStore { wanted: spot.report.clone() });
    };
    let reading = &shown.reading;
    let range = place(reading, spot)?;
    let new = make(&*answers)?;
    let (id, author) = answers.add_by_hand(Spot { reading, range }, new, &spot.author)?;
    let id = id.to_string();
    tell!("added to {report} by {author}; take it back with `vigie undo {}`", &id[..12]);
    written(format!("{id}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Where the words stand that are meant.
fn place(reading: &Reading, spot: &SpotArgs) -> Result<ByteRange, Failure> {
    let places = places(&reading.report.text, &spot.words);
    let no_words = |n_places: usize| Failure::NoWords { words: spot.words.clone(), n_places };
    match (places.as_slice(), spot.place) {
        ([only], None) => Ok(*only),
        (several, Some(number)) => {
            number.checked_sub(1).and_then(|index| several.get(index)).copied().ok_or_else(|| no_words(several.len()))
        }
        (several, None) => Err(no_words(several.len())),
    }
}

/// The places of a text that have some words, whatever space lies between them.
fn places(text: &str, words: &str) -> Vec<ByteRange> {
    let mut wanted = words.split_whitespace();
    let Some(first) = wanted.next() else { return Vec::new() };
    let rest: Vec<&str> = wanted.collect();
    let end_of = |start: usize| {
        rest.iter().try_fold(start + first.len(), |at, word| {
            let behind = &text[at..];
            let spaceless = behind.trim_start();
            let at = text.len() - spaceless.len();
            (spaceless.len() < behind.len() && spaceless.starts_with(word)).then_some(at + word.len())
        })
    };
    text.match_indices(first).filter_map(|(start, _)| Some(ByteRange::new(start, end_of(start)?))).collect()
}

fn event(new: &NewEventArgs) -> Result<NewEvent, Failure> {
    let (actor, recipient) = sides(&new.sides);
    Ok(NewEvent {
        event_type: new.event_type.to_uppercase(),
        mode: new.mode.clone(),
        status: status(&new.status)?,
        actor,
        recipient,
        start_date: new.start,
        end_date: new.end,
    })
}

fn claim(new: &NewClaimArgs) -> Result<NewClaim, Failure> {
    Ok(NewClaim {
        source: identity(new.source.as_ref(), new.source_country.as_ref(), new.source_sector.as_ref()),
        kind: kind(&new.kind)?,
        probability: new.certainty.as_deref().map(certainty).transpose()?,
        polarity: if new.denied { Polarity::Denied } else { Polarity::Affirmed },
    })
}

fn forecast(answers: &dyn Answers, new: &NewForecastArgs) -> Result<NewForecast, Failure> {
    let claim = new.claim.as_ref().map(|wanted| {
        let found = answers.the_one(wanted)?;
        if found.kind == RecordKind::Claim { Ok(found.id) } else { Err(Failure::NotInStore { wanted: wanted.clone() }) }
    });
    Ok(NewForecast {
        claim_id: claim.transpose()?,
        start_date: new.start,
        end_date: new.end,
        probability: new.certainty.as_deref().map(certainty).transpose()?,
    })
}

/// The interval that a person gives, in hundredths: the edges of a band belong to it here.
fn certainty(text: &str) -> Result<[Probability; 2], Failure> {
    let none = || wrong("--certainty", text, CERTAINTY_WANTED);
    let [low, high] = text.parse::<Certainty>().map_err(|_| none())?.interval();
    let hundredths = |value: f64| Probability::nearest((value * 100.0).round() / 100.0).ok_or_else(none);
    Ok([hundredths(low)?, hundredths(high)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_space_lies_between_them() {
        struct Case {
            text: &'static str,
            words: &'static str,
            found: &'static [&'static str],
        }
        let cases = [
            Case { text: "He shelled the\ndepot.", words: "shelled  the depot", found: &["shelled the\ndepot"] },
            Case { text: "an army, the army", words: "army", found: &["army", "army"] },
            Case { text: "the army", words: "the arm y", found: &[] },
            Case { text: "thearmy", words: "the army", found: &[] },
            Case { text: "Größe größe", words: "größe", found: &["größe"] },
            Case { text: "anything", words: "  ", found: &[] },
            Case { text: "the end", words: "end of", found: &[] },
        ];
        for Case { text, words, found } in cases {
            let said: Vec<&str> = places(text, words).into_iter().map(|range| &text[range.as_range()]).collect();
            let wanted: Vec<String> = found.iter().map(|words| words.replace('\n', " ")).collect();
            let said: Vec<String> = said.into_iter().map(|words| words.replace('\n', " ")).collect();
            assert_eq!(said, wanted, "{words} in {text}");
        }
    }

    #[test]
    fn a_band_has_its_edges() {
        let per_cent = |said: &str| certainty(said).unwrap().map(|edge| (edge.get() * 100.0).round().to_string());
        assert_eq!(per_cent("likely"), ["55", "80"]);
        assert_eq!(per_cent("0.3-0.4"), ["30", "40"]);
        assert!(certainty("perhaps").is_err());
    }
}
