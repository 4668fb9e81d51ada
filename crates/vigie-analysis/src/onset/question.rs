//! What is asked: odds of what, for when, from which days.

use crate::history::{Day, EventRef};

/// The longest horizon in days.
const LONGEST: i32 = 3660;

/// Which events are force: what the odds are about.
pub trait Outcome: Fn(EventRef<'_>) -> bool {}

impl<F: Fn(EventRef<'_>) -> bool> Outcome for F {}

/// The days on which odds are given, and how far ahead.
///
/// ```
/// use jiff::civil::date;
/// use vigie_analysis::onset::Question;
///
/// let question = Question::new(30, 7, date(2014, 7, 6).into(), date(2014, 12, 1).into())?;
/// assert_eq!(question.cuts().count(), 22);
/// # Ok::<(), vigie_analysis::onset::OnsetError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    horizon: i32,
    every: i32,
    from: Day,
    to: Day,
}

/// Why there are no odds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OnsetError {
    /// The horizon makes no sense.
    #[error("a horizon of {found} days cannot be; it lies in 1..={LONGEST}")]
    Horizon {
        /// The days that were asked for.
        found: i32,
    },
    /// The step makes no sense.
    #[error("odds every {found} days cannot be given; it takes 1 or more")]
    Every {
        /// The days that were asked for.
        found: i32,
    },
    /// The days are the wrong way round.
    #[error("the first day, {from}, is after the last, {to}")]
    Backwards {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// There is nothing between two countries.
    #[error("none of {n_events} events is between two different countries that are both known")]
    NoPairs {
        /// How many events there are.
        n_events: usize,
    },
    /// Nothing is known of the time that is asked about.
    #[error("odds are asked for up to {to}, and the events end on {last}, more than a year before")]
    AfterTheData {
        /// The last day that was asked for.
        to: Day,
        /// The last day with an event.
        last: Day,
    },
    /// Nothing is known yet on the days that are asked about.
    #[error("odds are asked for up to {to}, and the events begin on {first}")]
    BeforeTheData {
        /// The last day that was asked for.
        to: Day,
        /// The first day with an event.
        first: Day,
    },
    /// The pair has not dealt with each other.
    #[error("`{actor}` has done {n_events} things to `{recipient}` up to {day}; odds take {least}")]
    TooQuiet {
        /// Who would act.
        actor: String,
        /// Who would be acted on.
        recipient: String,
        /// How many events there are.
        n_events: u32,
        /// How many it takes.
        least: u32,
        /// The day.
        day: Day,
    },
}

impl Question {
    /// Asks for the odds that force is used within `horizon` days, as of every `every`th day from one day to another.
    ///
    /// # Errors
    ///
    /// Where the numbers cannot be meant.
    pub fn new(horizon: i32, every: i32, from: Day, to: Day) -> Result<Self, OnsetError> {
        if !(1..=LONGEST).contains(&horizon) {
            return Err(OnsetError::Horizon { found: horizon });
        }
        if every < 1 {
            return Err(OnsetError::Every { found: every });
        }
        if from > to {
            return Err(OnsetError::Backwards { from, to });
        }
        Ok(Self { horizon, every, from, to })
    }

    /// How many days ahead the odds look.
    pub const fn horizon(&self) -> i32 {
        self.horizon
    }

    /// The last day that odds may be given for.
    pub const fn last(&self) -> Day {
        self.to
    }

    /// The days as of which odds are given.
    pub fn cuts(&self) -> impl Iterator<Item = Day> + use<> {
        let Self { every, from, to, .. } = *self;
        let n_steps = (to - from) / every;
        (0..=n_steps).map(move |step| from + step * every)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let day = Day::from_number;
        assert_eq!(Question::new(0, 7, day(0), day(9)), Err(OnsetError::Horizon { found: 0 }));
        assert_eq!(Question::new(i32::MAX, 7, day(0), day(9)), Err(OnsetError::Horizon { found: i32::MAX }));
        assert_eq!(Question::new(30, 0, day(0), day(9)), Err(OnsetError::Every { found: 0 }));
        assert_eq!(Question::new(30, 7, day(9), day(0)), Err(OnsetError::Backwards { from: day(9), to: day(0) }));
        let cuts: Vec<Day> = Question::new(30, 7, day(0), day(13)).unwrap().cuts().collect();
        assert_eq!(cuts, [day(0), day(7)]);
    }
}
