//! Problems: the warnings that a server shows, weighed when somebody asks and kept until something in the store has changed.
//!
//! What a person has changed is weighed anew at once. While reports come in one after the other, a weighing may be some seconds
//! old, the longer the longer it takes to make. One that takes seconds, over a large store, is made anew behind the scenes, and who asks
//! meanwhile gets the one before.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use vigie::weigh::{self, WeighError};
use vigie_analysis::admiralty::Grade;
use vigie_analysis::hypotheses::Matrix;
use vigie_analysis::warning::{self, Problem};
use vigie_store::Newest;

use crate::desk::{Desk, today};
use crate::trouble::Trouble;
use crate::wire::warning::{ProblemRow, WarningPage};

/// Days of one problem that are kept.
const MOST_DAYS: usize = 64;

/// For how many times as long as it took to make a weighing lasts, while only reports come in.
const LASTS: i32 = 10;

/// A problem that is shown.
pub(crate) struct Shown {
    /// Its name in addresses.
    pub(crate) id: String,
    /// What it asks.
    pub(crate) problem: Problem,
    kept: Mutex<BTreeMap<Option<Date>, Kept>>,
    /// Held by the one who weighs.
    turn: Mutex<()>,
    /// Whether it is to be weighed anew behind the scenes.
    wanted: AtomicBool,
}

/// A weighing that was made.
struct Kept {
    seen: Seen,
    made_at: Timestamp,
    took: SignedDuration,
    weighed: Weighed,
}

/// A problem on a day, and the matrix that its author's ratings make.
#[derive(Clone)]
pub(crate) struct Weighed {
    /// The warning.
    pub(crate) page: Arc<WarningPage>,
    /// The matrix; none where the problem names no hypotheses.
    pub(crate) matrix: Arc<Option<Matrix>>,
}

/// What the store held when a weighing was made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    newest: Newest,
    reliabilities: Vec<(String, char)>,
}

/// What takes longer is weighed behind the scenes.
const SLOW: SignedDuration = SignedDuration::from_secs(2);

/// How often it is seen whether something is to be weighed.
const LOOK: Duration = Duration::from_secs(1);

/// Weighs what is wanted, again and again.
pub(crate) async fn keep(desk: Arc<Desk>) {
    loop {
        let asked = Arc::clone(&desk);
        let weigh = move || {
            for shown in &asked.problems {
                if shown.wanted.swap(false, Ordering::Relaxed) {
                    // Why it cannot be weighed is told to whoever asks.
                    let _ = shown.renew(&asked);
                }
            }
        };
        let _ = tokio::task::spawn_blocking(weigh).await;
        tokio::time::sleep(LOOK).await;
    }
}

/// Gives each problem a name for addresses.
pub(crate) fn shown(problems: Vec<Problem>) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for problem in problems {
        let name = slug(&problem.name);
        let mut id = name.clone();
        let mut number = 2;
        while shown.iter().any(|other| other.id == id) {
            id = format!("{name}-{number}");
            number += 1;
        }
        shown.push(Shown {
            id,
            problem,
            kept: Mutex::default(),
            turn: Mutex::default(),
            wanted: AtomicBool::new(true),
        });
    }
    shown
}

/// The words of a name, in small letters, with hyphens between.
fn slug(name: &str) -> String {
    let words: Vec<String> = name
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() { "problem".to_owned() } else { words.join("-") }
}

impl Shown {
    /// The problem as it stands on a day; without a day on that of the newest report.
    pub(crate) fn page(&self, desk: &Desk, day: Option<Date>) -> Result<Arc<WarningPage>, Trouble> {
        self.weighed(desk, day).map(|weighed| weighed.page)
    }

    /// The same, with its matrix.
    pub(crate) fn weighed(&self, desk: &Desk, day: Option<Date>) -> Result<Weighed, Trouble> {
        let seen = Self::seen(desk)?;
        if let Some(found) = self.find(day, &seen) {
            return Ok(found);
        }
        // One weighs, and who asks meanwhile waits for it.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        match self.find(day, &seen) {
            Some(found) => Ok(found),
            None => self.make(desk, day, seen),
        }
    }

    /// Weighs it anew; what was kept of other days is forgotten.
    fn renew(&self, desk: &Desk) -> Result<(), Trouble> {
        let seen = Self::seen(desk)?;
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let weighed = self.make(desk, None, seen);
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|day, _| day.is_none());
        weighed.map(|_| ())
    }

    fn seen(desk: &Desk) -> Result<Seen, Trouble> {
        desk.stores.read(|store| Ok(Seen { newest: store.newest()?, reliabilities: store.reliabilities()? }))
    }

    /// What is kept of a day, if it can still be shown.
    fn find(&self, day: Option<Date>, seen: &Seen) -> Option<Weighed> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.get(&day)?;
        if !found.stands(seen, Timestamp::now()) {
            if found.took < SLOW {
                return None;
            }
            self.wanted.store(true, Ordering::Relaxed);
        }
        Some(found.weighed.clone())
    }

    fn make(&self, desk: &Desk, day: Option<Date>, seen: Seen) -> Result<Weighed, Trouble> {
        let made_at = Timestamp::now();
        let (problem, today) = (self.graded(&seen.reliabilities), today());
        let weighing = desk.stores.read(|store| Ok(weigh::warn(store, &problem, day, today)))?.map_err(trouble)?;
        let mut page = WarningPage::new(&self.id, &problem, &weighing)?;
        desk.stores.read(|store| Ok(page.look_up(store)?))?;
        let weighed =
            Weighed { page: Arc::new(page), matrix: Arc::new(warning::matrix(&problem, &weighing.warning.now)) };
        let took = Timestamp::now().duration_since(made_at);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_DAYS {
            kept.clear();
        }
        kept.insert(day, Kept { seen, made_at, took, weighed: weighed.clone() });
        Ok(weighed)
    }

    /// The problem as a line; one that says why where there is nothing to draw on.
    pub(crate) fn row(&self, desk: &Desk) -> Result<ProblemRow, Trouble> {
        match self.page(desk, None) {
            Ok(page) => Ok(page.row()),
            Err(trouble) if trouble.is_theirs() => Ok(ProblemRow {
                id: self.id.clone(),
                title: self.problem.name.clone(),
                question: self.problem.question.clone(),
                odds: None,
                odds_before: None,
                base_rate: None,
                band: None,
                confidence: None,
                level: None,
                day: None,
                because: Some(trouble.detail().to_owned()),
            }),
            Err(trouble) => Err(trouble),
        }
    }

    /// The problem with the grades that people have given to outlets on this server, which go before those of its file.
    fn graded(&self, reliabilities: &[(String, char)]) -> Problem {
        let mut problem = self.problem.clone();
        for (outlet, letter) in reliabilities {
            let credibility = problem.sources.get(outlet).and_then(|grade| grade.to_string().chars().nth(1));
            let grade: String = std::iter::once(*letter).chain(credibility).collect();
            if let Ok(grade) = grade.parse::<Grade>() {
                problem.sources.insert(outlet.clone(), grade);
            }
        }
        problem
    }
}

impl Kept {
    fn stands(&self, seen: &Seen, now: Timestamp) -> bool {
        if self.seen == *seen {
            return true;
        }
        let same_people = self.seen.newest.remark == seen.newest.remark
            && self.seen.newest.n_remarks == seen.newest.n_remarks
            && self.seen.newest.n_by_hand == seen.newest.n_by_hand
            && self.seen.reliabilities == seen.reliabilities;
        same_people && now.duration_since(self.made_at) < self.took * LASTS
    }
}

pub(crate) fn trouble(error: WeighError) -> Trouble {
    match error {
        WeighError::Store(error) => error.into(),
        error @ (WeighError::Warn(_) | WeighError::Empty | WeighError::TooWide { .. }) => {
            Trouble::refused(error.to_string())
        }
        other => Trouble::ours(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_make_addresses() {
        for (name, id) in [("Belarus joins the war", "belarus-joins-the-war"), ("  А/б ", "problem"), ("A—B!", "a-b")]
        {
            assert_eq!(slug(name), id);
        }
    }
}
