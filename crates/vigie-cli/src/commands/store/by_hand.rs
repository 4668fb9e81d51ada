//! `vigie record`: events, claims and forecasts that a person reads in a report where the program did not.

use std::process::ExitCode;

use vigie::by_hand::{NewClaim, NewEvent, NewForecast, Words};
use vigie_record::{ByteRange, Polarity, Probability, Reading};
use vigie_store::{Access, Addition, CERTAINTY_WANTED, RecordKind, Store};

use super::remarks::{author, identity, sides};
use super::show::find;
use super::{kind, now, open, report, status, wrong};
use crate::cli::by_hand::{NewClaimArgs, NewEventArgs, NewForecastArgs, RecordArgs, RecordCommand, SpotArgs};
use crate::format::records::written;
use crate::speech::Failure;

/// Adds a record by hand.
pub(crate) fn run(args: &RecordArgs) -> Result<ExitCode, Failure> {
    match &args.says {
        RecordCommand::Event(new) => {
            add(&new.spot, |_, words| Ok(Addition::Event(Box::new(words.event(event(new)?).map_err(Failure::ByHand)?))))
        }
        RecordCommand::Claim(new) => {
            add(&new.spot, |_, words| Ok(Addition::Claim(Box::new(words.claim(claim(new)?).map_err(Failure::ByHand)?))))
        }
        RecordCommand::Forecast(new) => add(&new.spot, |store, words| {
            Ok(Addition::Forecast(Box::new(words.forecast(&forecast(store, new)?).map_err(Failure::ByHand)?)))
        }),
    }
}

fn add(
    spot: &SpotArgs,
    make: impl FnOnce(&Store, &Words<'_>) -> Result<Addition, Failure>,
) -> Result<ExitCode, Failure> {
    let mut store = open(&spot.store, Access::Write)?;
    let missing = || Failure::NotInStore { wanted: spot.report.clone() };
    let reading = store.reading(report(&store, &spot.report)?)?.ok_or_else(missing)?;
    let range = place(&reading, spot)?;
    let author = author(&spot.author)?;
    let addition = make(&store, &Words { reading: &reading, range, author, at: now() })?;
    let id = store.add_by_hand(addition)?.to_string();
    tell!("added to {} by {author}; take it back with `vigie undo {}`", reading.report.id, &id[..12]);
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

fn forecast(store: &Store, new: &NewForecastArgs) -> Result<NewForecast, Failure> {
    let claim = new.claim.as_ref().map(|wanted| {
        let found = find(store, wanted)?;
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
    let [low, high] = vigie_store::certainty(text).ok_or_else(none)?;
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
