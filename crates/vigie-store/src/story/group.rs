//! Grouping: reports that came in become stories, a batch at a time.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::looked::Looked;
use super::{Signature, alike, looked, occurrence, sign};
use crate::error::{Answer, Fault};
use crate::row::count;

/// Reports that are compared with a new one for each band. Copies of one story are copies of each other, so a few will do,
/// and a band that half of all texts share costs no more than another.
const MOST_IN_BAND: usize = 6;

/// Reports whose signatures are compared with one's: those that share the most bands.
const MOST_CANDIDATES: usize = 16;

/// From this share on of the overlap that copies have at least two texts are looked at: signatures tell it no more closely.
const LEAST_SHARE: f64 = 0.5;

/// Texts that are looked at for one and turn out to be no copies, before it is taken for a text of its own: reports of one template are like
/// hundreds of others, and none is a copy.
const MOST_OTHERS: usize = 6;

/// Reports of a story that another is compared with before it is one of them.
const COMPARED: usize = 4;

/// The share of a text that makes it nearly all of what came first.
const NEARLY_ALL: f64 = 0.75;

/// Reports that are grouped at once: their bands and signatures take some ten megabytes.
const AT_ONCE: usize = 10_000;

/// Groups the reports that have no story yet; gives how many there were. Each batch is a transaction of its own; what is left undone is done by
/// the next call.
pub(crate) fn group_all(db: &mut Connection) -> Answer<usize> {
    let mut n_grouped = 0;
    loop {
        let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let n_done = group(&change, AT_ONCE)?;
        change.commit()?;
        n_grouped += n_done;
        if n_done < AT_ONCE {
            return Ok(n_grouped);
        }
    }
}

/// Groups the next reports that have no story yet, at most `most`; gives how many there were.
fn group(db: &Connection, most: usize) -> Answer<usize> {
    let pending: Vec<i64> = db
        .prepare_cached("SELECT key FROM report WHERE story IS NULL ORDER BY key LIMIT ?1")?
        .query_map([count(most)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut signatures = BTreeMap::new();
    for &key in &pending {
        signatures.insert(key, signature(db, key)?);
    }
    let mut stories = Stories::default();
    let mut looked = Looked::new(db);
    let candidates = candidates(db, &signatures)?;
    for (&one, own) in &signatures {
        let mut likely = Vec::new();
        let mut having: Vec<(usize, i64)> =
            candidates.range((one, i64::MIN)..=(one, i64::MAX)).map(|(&(_, two), &n_bands)| (n_bands, two)).collect();
        having.sort_unstable_by_key(|&(n_bands, two)| (Reverse(n_bands), two));
        for (_, two) in having.into_iter().take(MOST_CANDIDATES) {
            let (other, existing) = match signatures.get(&two) {
                Some(known) => (known.clone(), two),
                None => (signature(db, two)?, story(db, two)?),
            };
            let overlap = own.overlap(&other);
            if overlap >= LEAST_SHARE * alike::least_overlap(own.n_runs, other.n_runs) {
                likely.push((overlap, two, existing));
            }
        }
        likely.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
        let mut n_others = 0;
        for (_, two, existing) in likely {
            if stories.of(one) == stories.of(existing) {
                continue;
            }
            if looked.copied(one, two)?.is_some()
                && are_one(db, &mut looked, &mut stories, [(one, one), (two, existing)])?
            {
                stories.unite(one, existing);
            } else {
                n_others += 1;
                if n_others == MOST_OTHERS {
                    break;
                }
            }
        }
    }
    write(db, &pending, &mut stories)?;
    Ok(pending.len())
}

/// Whether the stories of two reports that are copies are one: where each goes on from the last, a row of copies leads from any text to any other,
/// so most of their reports must be copies of each other.
fn are_one(db: &Connection, looked: &mut Looked<'_>, stories: &mut Stories, copies: [(i64, i64); 2]) -> Answer<bool> {
    let mut sides = [Vec::new(), Vec::new()];
    for (side, (report, existing)) in sides.iter_mut().zip(copies) {
        *side = stories.members(db, existing)?.to_vec();
        side.retain(|member| *member != report);
        side.insert(0, report);
    }
    let [first, other] = [0, 1].map(|side| sides[side].iter().copied().min().unwrap_or(copies[side].0));
    if looked.copied(first, other)?.is_some_and(|share| share >= NEARLY_ALL) {
        return Ok(true);
    }
    let (mut n_copies, mut n_pairs) = (0, 0);
    for one in &sides[0] {
        for two in &sides[1] {
            n_pairs += 1;
            n_copies += usize::from(looked.copied(*one, *two)?.is_some());
        }
    }
    Ok(2 * n_copies >= n_pairs)
}

/// The signature of a report; made of its text where the store has none yet.
fn signature(db: &Connection, report: i64) -> Answer<Signature> {
    let row = db
        .prepare_cached("SELECT n_words, minima FROM signature WHERE report = ?1")?
        .query_row([report], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    match row {
        Some((n_runs, bytes)) => Signature::from_bytes(n_runs, &bytes)
            .ok_or_else(|| Fault::Damaged(format!("the report with key {report} has no sound signature"))),
        None => sign(db, report, &looked::text(db, report)?.1),
    }
}

/// Pairs of a new report and another that share a band, and how many they share; writes the bands of the new ones. Both go through the bands in
/// order, so that each page of them is met once for a batch.
fn candidates(db: &Connection, signatures: &BTreeMap<i64, Signature>) -> Answer<BTreeMap<(i64, i64), usize>> {
    let mut bands: Vec<(i64, i64)> =
        signatures.iter().flat_map(|(&key, signature)| signature.bands().map(move |band| (band, key))).collect();
    bands.sort_unstable();
    bands.dedup();
    let mut pairs = BTreeMap::new();
    let mut find = db.prepare_cached("SELECT report FROM band WHERE hash = ?1 ORDER BY report LIMIT ?2")?;
    let mut enter = db.prepare_cached("INSERT OR IGNORE INTO band (hash, report) VALUES (?1, ?2)")?;
    for same in bands.chunk_by(|one, two| one.0 == two.0) {
        let hash = same[0].0;
        let mut others: Vec<i64> =
            find.query_map((hash, count(MOST_IN_BAND)), |row| row.get(0))?.collect::<Result<_, _>>()?;
        for &(_, key) in same {
            for &other in others.iter().filter(|&&other| other != key) {
                *pairs.entry((key, other)).or_default() += 1;
            }
            if others.len() < MOST_IN_BAND {
                others.push(key);
            }
            // What a full band would not give is not written: it would only make the band longer.
            if others.len() < MOST_IN_BAND || others.contains(&key) {
                enter.execute((hash, key))?;
            }
        }
    }
    Ok(pairs)
}

fn story(db: &Connection, report: i64) -> Answer<i64> {
    let mut statement = db.prepare_cached("SELECT ifnull(story, key) FROM report WHERE key = ?1")?;
    Ok(statement.query_row([report], |row| row.get(0))?)
}

fn write(db: &Connection, pending: &[i64], stories: &mut Stories) -> Answer<()> {
    let mut set = db.prepare_cached("UPDATE report SET story = ?2 WHERE key = ?1")?;
    let mut touched = BTreeSet::new();
    for &key in pending {
        let story = stories.of(key);
        set.execute([key, story])?;
        if stories.is_shared(key) {
            touched.insert(story);
        }
    }
    // A new report may show that two stories are one.
    let mut join = db.prepare_cached("UPDATE report SET story = ?2 WHERE story = ?1")?;
    for (older, story) in stories.joined(pending) {
        join.execute([older, story])?;
    }
    for story in touched {
        occurrence::assign(db, story)?;
    }
    Ok(())
}

/// Which keys belong together: each leads to a smaller one, and the smallest is the story.
#[derive(Debug, Default)]
struct Stories {
    smaller: BTreeMap<i64, i64>,
    /// Keys that others lead to, or once did.
    heads: BTreeSet<i64>,
    /// The first reports of those that were asked for.
    members: BTreeMap<i64, Vec<i64>>,
}

impl Stories {
    fn of(&mut self, key: i64) -> i64 {
        let mut root = key;
        while let Some(&next) = self.smaller.get(&root) {
            root = next;
        }
        if root != key {
            self.smaller.insert(key, root);
        }
        root
    }

    /// The first reports of a story, as far as they stand in the store or were united since.
    fn members(&mut self, db: &Connection, key: i64) -> Answer<&[i64]> {
        let story = self.of(key);
        Ok(match self.members.entry(story) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let mut statement =
                    db.prepare_cached("SELECT key FROM report WHERE story = ?1 ORDER BY key LIMIT ?2")?;
                let mut members: Vec<i64> =
                    statement.query_map((story, count(COMPARED)), |row| row.get(0))?.collect::<Result<_, _>>()?;
                if members.is_empty() {
                    members.push(story);
                }
                free.insert(members)
            }
        })
    }

    fn unite(&mut self, one: i64, two: i64) {
        let (one, two) = (self.of(one), self.of(two));
        if one != two {
            let mut members: Vec<i64> =
                [one, two].into_iter().flat_map(|key| self.members.remove(&key).unwrap_or_else(|| vec![key])).collect();
            members.sort_unstable();
            members.truncate(COMPARED);
            self.members.insert(one.min(two), members);
            self.smaller.insert(one.max(two), one.min(two));
            self.heads.insert(one.min(two));
        }
    }

    /// Whether a key was ever united with another.
    fn is_shared(&mut self, key: i64) -> bool {
        let root = self.of(key);
        root != key || self.heads.contains(&root)
    }

    /// Stories that were there before and are now part of another.
    fn joined(&mut self, pending: &[i64]) -> Vec<(i64, i64)> {
        let older: Vec<i64> = self.smaller.keys().copied().filter(|key| pending.binary_search(key).is_err()).collect();
        older.into_iter().map(|key| (key, self.of(key))).collect()
    }
}
