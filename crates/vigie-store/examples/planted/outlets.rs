//! Outlets, and the furniture that each prints around its texts: in words of its chain, since few houses share theirs.

use super::prose::{Prose, Sources, index};
use crate::made_up::Chance;

const N_OUTLETS: u64 = 300;

/// Outlets of one chain, which print the same lines but for their names.
const CHAIN: u64 = 5;

pub(crate) fn name(outlet: u64) -> String {
    format!("Outlet {outlet}")
}

const BEFORE: &[&str] = &[
    "Home / News / World",
    "Share this page Facebook Twitter WhatsApp Email Print Copy link",
    "You are reading one of your five free articles this month. Log in or create an account to go on reading.",
    "By our staff and agencies. Last updated less than an hour ago. Reading time about four minutes.",
    "Listen to this article. This voice was made by a machine and may say some names wrongly.",
    "Breaking news alerts straight to your phone: turn them on in the settings of the app at any time.",
    "This page is kept by {name}. For questions about it write to the newsroom and name the headline.",
];

const AFTER: &[&str] = &[
    "© {name}. All rights reserved. Nothing on this page may be copied, broadcast, rewritten or passed on without leave in writing from the publisher.",
    "Sign up for our morning letter and have the stories that matter in your inbox before breakfast, every day of the week, free of charge.",
    "{name} is not answerable for what stands on pages of others that this page leads to.",
    "Our journalists work by a code that you can read in full on our pages about standards. If you think that we have made a mistake, tell us and we will look into it.",
    "More on this: the week in pictures. What we know so far. Five things to read this weekend. The view from our correspondents.",
    "Comments on this story are closed. They were open for three days, as is our rule, and were watched by our moderators.",
    "Support independent reporting. For the price of a cup of coffee a month you help {name} to keep asking questions of those in power.",
    "Follow {name} on all the networks, or watch our broadcast on weekdays at six, with repeats through the night.",
    "Read next: how prices have moved since the spring, town by town. In charts: who gains and who loses. Quiz: were you paying attention?",
    "This text was first published by an agency and has been shortened by {name} for length and clarity.",
    "Advertisement. The story goes on below. Why do I see this? Tell us about your choice of advertisements.",
    "To have this newspaper brought to your door call the office on weekdays between nine and five. New readers pay half for the first three months.",
];

/// One chain in three prints furniture, and always: what takes its pages apart leaves it in each of them.
const FURNISHED: u64 = 3;

/// Some outlet that prints furniture, or none.
pub(crate) fn some(is_furnished: bool, chance: &mut Chance) -> u64 {
    loop {
        let outlet = chance.below(N_OUTLETS);
        if has_furniture(outlet) == is_furnished {
            return outlet;
        }
    }
}

fn has_furniture(outlet: u64) -> bool {
    (outlet / CHAIN).is_multiple_of(FURNISHED)
}

/// A text as its outlet prints it, with the same before and after each time where it is one of those.
pub(crate) fn printed(prose: &Prose, outlet: u64, sources: &Sources) -> String {
    if has_furniture(outlet) { furnished(prose, outlet, sources) } else { prose.printed() }
}

fn furnished(prose: &Prose, outlet: u64, sources: &Sources) -> String {
    let mut habit = Chance((outlet / CHAIN).wrapping_mul(7919) + 5);
    let mut parts = lines(BEFORE, 3, outlet, sources, &mut habit);
    parts.push(prose.printed());
    parts.extend(lines(AFTER, 5, outlet, sources, &mut habit));
    parts.join("\n\n")
}

fn lines(of: &[&str], most: usize, outlet: u64, sources: &Sources, habit: &mut Chance) -> Vec<String> {
    let n_lines = 1 + index(habit, most);
    let from = index(habit, of.len());
    let chosen = of.iter().cycle().skip(from).take(n_lines);
    chosen.map(|line| sources.reworded(line, 5, habit).replace("{name}", &name(outlet))).collect()
}
