//! A store on this machine, which answers.

use std::path::Path;

use vigie::by_hand::Words;
use vigie::lines::{
    self, ClaimLine, CountLine, EventLine, ForecastLine, HitLine, Holdings, Shown, ShownError, StoryLine,
};
use vigie::parties;
use vigie_record::{Digest, Reading};
use vigie_store::{
    Addition, Bin, Counts, Cursor, Filter, Found, Over, Page, RecordKind, Remark, RemarkBody, Store, StoreError,
};

use super::{Answer, Answers, NewRecord, Said, Spot, TakenBack, Whole, Whose};
use crate::cli::store::AuthorArgs;
use crate::commands::store::{now, several_records};
use crate::speech::Failure;

/// Rows of a page of whole records.
const AT_ONCE: usize = 500;

impl Answers for Store {
    fn file(&self) -> Option<&Path> {
        Some(self.path())
    }

    fn search(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<HitLine> {
        as_lines(self.search(filter, most, from))
    }

    fn events(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<EventLine> {
        as_lines(self.events(filter, most, from))
    }

    fn claims(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<ClaimLine> {
        as_lines(self.claims(filter, most, from))
    }

    fn forecasts(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<ForecastLine> {
        as_lines(self.forecasts(filter, most, from))
    }

    fn stories(&self, filter: &Filter, least: usize, most: usize, from: Option<Cursor>) -> Answer<StoryLine> {
        as_lines(self.stories(filter, least, most, from))
    }

    fn counts(&self, filter: &Filter, bin: Bin, over: Over) -> Result<(Vec<CountLine>, u64), Failure> {
        let Counts { bins, n_wide } = self.counts(filter, bin, over)?;
        Ok((bins.into_iter().map(CountLine::from).collect(), n_wide))
    }

    fn the_one(&self, wanted: &str) -> Result<Found, Failure> {
        Ok(lines::the_one(self, wanted)?)
    }

    fn the_report(&self, wanted: &str) -> Result<Digest, Failure> {
        Ok(lines::the_report(self, wanted)?)
    }

    fn shown(&self, wanted: &str) -> Result<Shown, Failure> {
        Ok(lines::shown(self, wanted)?)
    }

    fn whole_events(&self, filter: &Filter, whose: Whose, from: Option<Cursor>) -> Answer<Whole> {
        let Page { items, next } = self.events(filter, AT_ONCE, from)?;
        Ok(Page { items: items.into_iter().filter_map(|item| Whole::event(item, whose)).collect(), next })
    }

    fn whole_claims(&self, filter: &Filter, whose: Whose, from: Option<Cursor>) -> Answer<Whole> {
        let Page { items, next } = self.claims(filter, AT_ONCE, from)?;
        Ok(Page { items: items.into_iter().filter_map(|item| Whole::claim(item, whose)).collect(), next })
    }

    fn whole_forecasts(&self, filter: &Filter, from: Option<Cursor>) -> Answer<Whole> {
        let Page { items, next } = self.forecasts(filter, AT_ONCE, from)?;
        Ok(Page { items: items.into_iter().map(Whole::forecast).collect(), next })
    }

    fn readings(&self, filter: &Filter, from: Option<Cursor>) -> Answer<Reading> {
        let Page { items, next } = self.heads(filter, AT_ONCE, from)?;
        let readings = items.into_iter().map(|head| self.reading(head.id)).filter_map(Result::transpose);
        Ok(Page { items: readings.collect::<Result<_, _>>()?, next })
    }

    fn all_remarks(&self) -> Result<Vec<Remark>, Failure> {
        Ok(self.all_remarks()?)
    }

    fn holdings(&self) -> Result<Holdings, Failure> {
        Ok(Holdings::of(self, self.path().display().to_string())?)
    }

    fn remark(&mut self, target: &str, body: RemarkBody, by: &AuthorArgs) -> Result<Said, Failure> {
        parties::check_remark(&body).map_err(Failure::Party)?;
        Ok(self.remark(target, body, author(by)?, now())?.into())
    }

    fn take_back(&mut self, wanted: &str, by: &AuthorArgs) -> Result<TakenBack, Failure> {
        let Found { kind, id, .. } = self.the_one(wanted)?;
        let by = author(by)?;
        if kind == RecordKind::Remark {
            return Ok(TakenBack::Remark(self.undo(id, by, now())?.into()));
        }
        let made_by = self.author_of(id)?.ok_or_else(|| Failure::NotByHand { wanted: wanted.to_owned() })?;
        self.withdraw(id, by, now())?;
        Ok(TakenBack::Record { id, made_by, by: by.to_owned() })
    }

    fn add_by_hand(&mut self, spot: Spot<'_>, new: NewRecord, by: &AuthorArgs) -> Result<(Digest, String), Failure> {
        let author = author(by)?;
        let words = Words { reading: spot.reading, range: spot.range, author, at: now() };
        let addition = match new {
            NewRecord::Event(new) => words.event(new).map(|event| Addition::Event(Box::new(event))),
            NewRecord::Claim(new) => words.claim(new).map(|claim| Addition::Claim(Box::new(claim))),
            NewRecord::Forecast(new) => words.forecast(&new).map(|forecast| Addition::Forecast(Box::new(forecast))),
        };
        Ok((self.add_by_hand(addition.map_err(Failure::ByHand)?)?, author.to_owned()))
    }
}

fn as_lines<T, L: From<T>>(page: Result<Page<T>, StoreError>) -> Answer<L> {
    let Page { items, next } = page?;
    Ok(Page { items: items.into_iter().map(L::from).collect(), next })
}

fn author(args: &AuthorArgs) -> Result<&str, Failure> {
    let name = args.author.as_deref().or(args.user.as_deref()).map(str::trim).filter(|name| !name.is_empty());
    name.ok_or(Failure::NoAuthor)
}

impl From<Remark> for Said {
    fn from(remark: Remark) -> Self {
        let kind = remark.body.kind().to_owned();
        Self { id: remark.id, kind, target: remark.target, author: remark.author }
    }
}

impl From<ShownError> for Failure {
    fn from(error: ShownError) -> Self {
        match error {
            ShownError::Store(error) => error.into(),
            ShownError::Several { wanted, found } => several_records(&wanted, &found),
            ShownError::Gone { wanted } => Self::Gone { wanted, because: "its dataset took it out" },
            ShownError::Nothing { wanted } => Self::NotInStore { wanted },
            other => Self::NotInStore { wanted: other.to_string() },
        }
    }
}
