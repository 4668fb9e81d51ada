//! Leads: what goes before, as it stands now between two sides, and where else it stood so.
//!
//! A lead is an act repeated, a chain of two or three acts on different days, or what is done to or by third parties. Where a
//! lead recurs before its stretch of days is over it is the same case, so that one long spell does not count many times.

use super::timeline::{Code, Days, Step};

/// What goes before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lead {
    /// An act on at least so many days.
    Repeated { code: Code, days: usize },
    /// Acts on different days, one after the other.
    Chain { codes: Vec<Code> },
    /// Somebody else does this to the second side.
    OthersTo { kind: u8 },
    /// The first side does this to somebody else.
    ToOthers { kind: u8 },
}

/// Most chains of one length that are followed.
const MOST_CHAINS: usize = 8;

/// More days than these are not told apart.
const MOST_REPEATS: usize = 5;

/// The leads that stand in some steps, all within one window.
pub(super) fn leads_in(steps: &[Step]) -> Vec<Lead> {
    let mut codes: Vec<Code> = steps.iter().map(|step| step.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut leads = Vec::new();
    for code in &codes {
        let days = steps.iter().filter(|step| step.code == *code).count();
        leads.push(Lead::Repeated { code: *code, days: 1 });
        if days > 1 {
            leads.push(Lead::Repeated { code: *code, days: days.min(MOST_REPEATS) });
        }
    }
    leads.extend(chains(steps, &codes));
    leads
}

/// The chains that end latest: of two acts, and of three.
fn chains(steps: &[Step], codes: &[Code]) -> Vec<Lead> {
    let first_after =
        |code: Code, day: i32| steps.iter().find(|step| step.code == code && step.day > day).map(|step| step.day);
    let last_after =
        |code: Code, day: i32| steps.iter().rev().find(|step| step.code == code && step.day > day).map(|step| step.day);
    let (mut pairs, mut triples) = (Vec::new(), Vec::new());
    for one in codes {
        let Some(first) = first_after(*one, i32::MIN) else { continue };
        for two in codes {
            let (Some(second), Some(end)) = (first_after(*two, first), last_after(*two, first)) else { continue };
            pairs.push((end, vec![*one, *two]));
            for three in codes {
                if let Some(end) = last_after(*three, second) {
                    triples.push((end, vec![*one, *two, *three]));
                }
            }
        }
    }
    let latest = |mut found: Vec<(i32, Vec<Code>)>| {
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        found.truncate(MOST_CHAINS);
        found.into_iter().map(|(_, codes)| Lead::Chain { codes })
    };
    latest(pairs).chain(latest(triples)).collect()
}

/// A code with its sides turned about, where that is asked.
pub(super) const fn turned(code: Code, turn: bool) -> Code {
    if turn { code ^ 1 } else { code }
}

/// The days on which a lead between two sides is complete, none within `window` days of the one before. `days_of` gives the
/// days of a code.
pub(super) fn cases<'a>(
    lead: &Lead,
    days_of: impl Fn(Code) -> &'a [i32],
    turn: bool,
    window: i32,
    found: &mut Vec<i32>,
) {
    found.clear();
    match lead {
        Lead::Repeated { code, days } => repeated(days_of(turned(*code, turn)), *days, window, found),
        Lead::Chain { codes } => {
            let mut of_code = [&[] as &[i32]; 3];
            for (days, code) in of_code.iter_mut().zip(codes) {
                *days = days_of(turned(*code, turn));
                if days.is_empty() {
                    return;
                }
            }
            chained(&of_code[..codes.len().min(3)], window, found);
        }
        Lead::OthersTo { .. } | Lead::ToOthers { .. } => {}
    }
}

/// The steps that make a lead between two sides that is complete on a day, the latest that do, in order.
pub(super) fn steps_of(lead: &Lead, steps: &[Step], turn: bool, day: i32) -> Vec<Step> {
    let codes: Vec<Code> = match lead {
        Lead::Repeated { code, days } => vec![*code; *days],
        Lead::Chain { codes } => codes.clone(),
        Lead::OthersTo { .. } | Lead::ToOthers { .. } => Vec::new(),
    };
    let (mut found, mut before) = (Vec::new(), day.saturating_add(1));
    for code in codes.into_iter().rev() {
        let end = steps.partition_point(|step| step.day < before);
        let Some(step) = steps[..end].iter().rev().find(|step| step.code == turned(code, turn)) else { break };
        before = step.day;
        found.push(*step);
    }
    found.reverse();
    found
}

/// The days on which third parties did or suffered something, the side `not` left out.
pub(super) fn third_cases(days: &Days, not: u32, window: i32, found: &mut Vec<i32>) {
    found.clear();
    let mut free_from = i32::MIN;
    for (day, _) in days.iter().filter(|(_, other)| *other != not) {
        if *day >= free_from {
            found.push(*day);
            free_from = day.saturating_add(window);
        }
    }
}

fn repeated(of_code: &[i32], n_days: usize, window: i32, found: &mut Vec<i32>) {
    let mut free_from = i32::MIN;
    for (index, day) in of_code.iter().enumerate() {
        let first = (index + 1).checked_sub(n_days).map(|first| of_code[first]);
        if *day >= free_from && first.is_some_and(|first| day - first < window) {
            found.push(*day);
            free_from = day.saturating_add(window);
        }
    }
}

fn chained(of_code: &[&[i32]], window: i32, found: &mut Vec<i32>) {
    // For each beginning of the chain the latest day on which it can have begun, from the days before.
    let (mut begun, mut at) = ([None::<i32>; 3], [0_usize; 3]);
    let mut free_from = i32::MIN;
    loop {
        let heads = of_code.iter().zip(at).filter_map(|(days, at)| days.get(at).copied());
        let Some(day) = heads.min() else { return };
        let mut next = begun;
        for (place, days) in of_code.iter().enumerate() {
            if days.get(at[place]) != Some(&day) {
                continue;
            }
            at[place] += 1;
            let first = if place == 0 { Some(day) } else { begun[place - 1] };
            let Some(first) = first.filter(|first| day - first < window) else { continue };
            if place + 1 < of_code.len() {
                next[place] = next[place].max(Some(first));
            } else if day >= free_from {
                found.push(day);
                free_from = day.saturating_add(window);
            }
        }
        begun = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(of: &[(i32, Code)]) -> Vec<Step> {
        of.iter().map(|(day, code)| Step { day: *day, code: *code }).collect()
    }

    /// The cases of a lead within ten days.
    fn in_steps(lead: &Lead, steps: &[Step], turn: bool, found: &mut Vec<i32>) {
        let days: Vec<Vec<i32>> =
            (0..16).map(|code| steps.iter().filter(|step| step.code == code).map(|step| step.day).collect()).collect();
        cases(lead, |code| days[usize::from(code)].as_slice(), turn, 10, found);
    }

    #[test]
    fn cases_are_complete_leads_and_do_not_overlap() {
        struct Case {
            lead: Lead,
            steps: &'static [(i32, Code)],
            days: &'static [i32],
        }
        let twice = || Lead::Repeated { code: 2, days: 2 };
        let chain = |codes: &[Code]| Lead::Chain { codes: codes.to_vec() };
        let table = [
            Case { lead: Lead::Repeated { code: 2, days: 1 }, steps: &[(0, 2), (5, 2), (10, 2)], days: &[0, 10] },
            Case { lead: twice(), steps: &[(0, 2), (9, 2)], days: &[9] },
            Case { lead: twice(), steps: &[(0, 2), (10, 2)], days: &[] },
            Case { lead: chain(&[2, 4]), steps: &[(0, 2), (3, 4), (4, 4)], days: &[3] },
            Case { lead: chain(&[2, 4]), steps: &[(0, 2), (0, 4)], days: &[] },
            Case { lead: chain(&[2, 4]), steps: &[(0, 4), (1, 2)], days: &[] },
            Case { lead: chain(&[2, 2]), steps: &[(0, 2), (1, 2)], days: &[1] },
            Case { lead: chain(&[2, 4, 6]), steps: &[(0, 2), (5, 4), (9, 6), (20, 6)], days: &[9] },
            Case { lead: chain(&[2, 4, 6]), steps: &[(0, 2), (5, 4), (10, 6)], days: &[] },
            // A later beginning keeps the chain within its window.
            Case { lead: chain(&[2, 4, 6]), steps: &[(0, 2), (4, 2), (5, 4), (10, 6)], days: &[10] },
        ];
        let mut wrong = Vec::new();
        for case in &table {
            let mut found = Vec::new();
            in_steps(&case.lead, &steps(case.steps), false, &mut found);
            if found != case.days {
                wrong.push((&case.lead, found, case.days));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_leads_of_some_steps_are_cases_there() {
        let now = steps(&[(0, 2), (3, 4), (5, 2), (7, 6)]);
        let leads = leads_in(&now);
        assert!(leads.contains(&Lead::Repeated { code: 2, days: 2 }));
        assert!(leads.contains(&Lead::Chain { codes: vec![2, 4, 6] }));
        let mut days = Vec::new();
        for lead in &leads {
            in_steps(lead, &now, false, &mut days);
            assert!(!days.is_empty(), "{lead:?} stands there");
        }
    }

    #[test]
    fn turning_the_sides_finds_the_same_in_the_mirror() {
        let (mut found, mut mirrored) = (Vec::new(), Vec::new());
        let lead = Lead::Chain { codes: vec![2, 5] };
        in_steps(&lead, &steps(&[(0, 2), (3, 5)]), false, &mut found);
        in_steps(&lead, &steps(&[(0, 3), (3, 4)]), true, &mut mirrored);
        assert_eq!((&found, found.len()), (&mirrored, 1));
    }
}
