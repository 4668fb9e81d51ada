//! What an outlet prints every day in the same words: the markets, the weather, results. Each of forty houses has its own words for each.

use super::prose::index;
use crate::made_up::Chance;

const N_HOUSES: u64 = 40;

const COMPANIES: &[&str] = &[
    "Norvik Steel",
    "Halden Oil",
    "Brightwater",
    "Castor Motors",
    "Ilmen Bank",
    "Orchard Foods",
    "Pelham Rail",
    "Quantor",
    "Sable Mining",
    "Tern Airways",
    "Ulster Glass",
    "Vega Drugs",
    "Wexford Homes",
    "Yarrow Media",
    "Zenith Power",
    "Amber Retail",
];
const TEAMS: &[&str] = &[
    "Rovers",
    "United",
    "Athletic",
    "Wanderers",
    "Harbour Town",
    "the Foxes",
    "Old Mill",
    "Northgate",
    "the Kestrels",
    "Riverside",
    "Castle Park",
    "the Miners",
    "Saint Anne",
    "Eastfield",
    "the Gulls",
    "Queensway",
];
const NAMES: &[&str] = &[
    "Okafor",
    "Lindqvist",
    "Moreau",
    "Petrov",
    "Hughes",
    "Tanaka",
    "Silva",
    "Kowalski",
    "Haddad",
    "Murphy",
    "Novak",
    "Adeyemi",
    "Berger",
    "Castillo",
    "Dimitrov",
    "Eriksen",
];
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const SKIES: &[&str] = &["mostly sunny", "partly cloudy", "overcast", "fair", "cloudy with some rain", "clear"];
const WINDS: &[&str] = &["north", "north-west", "west", "south-west", "south", "east"];
const MOVES: &[&str] = &["rose", "fell", "gained", "lost", "slipped", "climbed"];

/// For each sentence of a report, the ways in which houses put it.
const MARKET: &[&[&str]] = &[
    &[
        "Stocks {move} on {day}, with the main index closing {pct} percent away from its last close at {index} points.",
        "The main index {move} {pct} percent to {index} on {day} as traders weighed the outlook for interest rates.",
        "Shares {move} in {day} trading and the broad index ended at {index}, a change of {pct} percent.",
    ],
    &[
        "Volume was {n} million shares, compared with a daily average of {n} million over the last twenty sessions.",
        "Some {n} million shares changed hands, against an average of {n} million for the last month.",
        "Advancing issues outnumbered declining ones by {n} to {n} on the exchange.",
    ],
    &[
        "Among the biggest movers, shares of {company} {move} {pct} percent and those of {company} {move} {pct} percent.",
        "{company} {move} {pct} percent after it told of its quarter, while {company} {move} {pct} percent.",
        "Banks and mining companies led the way: {company} {move} {pct} percent, {company} {pct} percent.",
    ],
    &[
        "The yield on the ten-year government bond was {pct} percent, little changed from late trading on the day before.",
        "Bond prices {move}, and the yield of the ten-year note stood at {pct} percent at the end of the session.",
        "In the bond market the benchmark ten-year note {move} {n}/32 in price to yield {pct} percent.",
    ],
    &[
        "A barrel of crude for delivery next month {move} {pct} dollars to settle at {n} dollars in electronic trading.",
        "Crude oil {move} to {n} dollars a barrel, and gold {move} to {index} dollars an ounce.",
        "In commodities, oil settled at {n} dollars a barrel and copper {move} {pct} percent.",
    ],
    &[
        "The currency {move} to {pct} against the dollar from {pct} late on the previous day.",
        "The dollar {move} against a basket of six currencies and bought {n} yen.",
        "The euro was at {pct} dollars, and the pound {move} to {pct} dollars.",
    ],
    &[
        "Prices on this page are delayed by at least fifteen minutes and are not meant as advice to buy or to sell.",
        "Trading resumes at nine in the morning local time, when figures on retail sales and on new orders are due.",
        "Investors are waiting for the minutes of the last meeting of the central bank, which are due later in the week.",
    ],
];

const WEATHER: &[&[&str]] = &[
    &[
        "{day} will be {sky}, with a high near {t} and a {wind} wind of {t} to {t} miles per hour.",
        "Expect it to be {sky} on {day}, with highs of about {t} degrees and winds from the {wind} at {t} miles an hour.",
        "Forecast for {day}: {sky}, high {t}, low {t}, wind {wind} at up to {t} miles per hour.",
    ],
    &[
        "At night it will be {sky}, with a low around {t} and patchy fog before dawn in the valleys.",
        "Overnight lows will be near {t}, and it will be {sky} with a light {wind} wind.",
        "Tonight: {sky}, with temperatures down to {t} degrees. The {wind} wind will become light after midnight.",
    ],
    &[
        "The chance of rain is {t} percent, and new amounts between a tenth and a quarter of an inch are possible.",
        "There is a {t} percent chance of showers, mainly in the afternoon, with less than half an inch expected.",
        "The chance of precipitation stands at {t} percent through the evening hours.",
    ],
    &[
        "Looking ahead, {day} should be {sky} with a high of {t}, and {day} {sky} with a high of {t}.",
        "The outlook for the days to come: {day} {sky}, {t} degrees; {day} {sky}, {t} degrees.",
        "Extended forecast: {day}, {sky}, high {t}. {day}, {sky}, high {t}, low {t}.",
    ],
    &[
        "Sunrise is at six {t} and sunset at seven {t}. The pollen count is moderate for grasses and low for trees.",
        "The sun rises at six {t} and sets at seven {t}, and the moon is in its first quarter.",
        "Drivers should take care on bridges and elevated roads, where surfaces cool faster than elsewhere.",
    ],
    &[
        "The warmest {day} on record was {t} degrees, and the coldest was {t} degrees.",
        "The normal high for the date is {t} degrees and the normal low is {t} degrees.",
        "For warnings and watches consult the national weather service, which updates this forecast four times a day.",
    ],
];

const SPORT: &[&[&str]] = &[
    &[
        "{name} scored twice as {team} beat {team} {g}-{g} on {day} night.",
        "{team} came from behind to draw {g}-{g} with {team} on {day}, with a late goal by {name}.",
        "A goal by {name} in the {t}th minute gave {team} a {g}-{g} win against {team} on {day}.",
    ],
    &[
        "{name} put them ahead in the {t}th minute from a corner by {name}, and {name} made it two before half time.",
        "{name} hit the post in the {t}th minute, and {name} was sent off for a second yellow card after {t} minutes.",
        "The home side had {t} percent of the ball and {g} shots on target, against {g} by the visitors.",
    ],
    &[
        "\"We did not play well but we found a way to win and that is what matters at this time of the season,\" said {name}.",
        "\"It was a hard game against a good side and I am proud of the lads for how they kept going,\" said the manager, {name}.",
        "\"You cannot give away goals like that at this level and expect to get something out of the game,\" {name} said.",
    ],
    &[
        "They are now {g} points clear at the top, with {t} points from {t} matches.",
        "The result leaves them {g} places above the relegation zone with {g} matches to play.",
        "It was their {g}th win in {t} matches in all competitions.",
    ],
    &[
        "Elsewhere, {team} beat {team} {g}-{g}, {team} and {team} drew {g}-{g}, and {team} lost {g}-{g} at {team}.",
        "Other results: {team} {g}, {team} {g}; {team} {g}, {team} {g}; {team} {g}, {team} {g}; {team} {g}, {team} {g}.",
        "In the other matches of the evening {team} won {g}-{g} at {team}, and {team} held {team} {g}-{g}.",
    ],
];

pub(crate) fn market(chance: &mut Chance) -> Vec<Vec<String>> {
    filled(MARKET, chance)
}

pub(crate) fn weather(chance: &mut Chance) -> Vec<Vec<String>> {
    filled(WEATHER, chance)
}

pub(crate) fn sport(chance: &mut Chance) -> Vec<Vec<String>> {
    filled(SPORT, chance)
}

/// One day's text of one house: its own words, the day's figures.
fn filled(template: &[&[&str]], chance: &mut Chance) -> Vec<Vec<String>> {
    let mut house = Chance(chance.below(N_HOUSES) * 104_729 + 3);
    template.iter().map(|ways| vec![fill(ways[index(&mut house, ways.len())], chance)]).collect()
}

fn fill(pattern: &str, chance: &mut Chance) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(&value(name, chance));
        rest = behind;
    }
    text + rest
}

fn value(name: &str, chance: &mut Chance) -> String {
    let list = match name {
        "company" => COMPANIES,
        "team" => TEAMS,
        "name" => NAMES,
        "day" => DAYS,
        "sky" => SKIES,
        "wind" => WINDS,
        "move" => MOVES,
        "pct" => return format!("{}.{}", chance.below(5), chance.below(100)),
        "index" => return format!("{},{:03}.{}", 1 + chance.below(20), chance.below(1000), chance.below(100)),
        "t" => return (1 + chance.below(95)).to_string(),
        "g" => return chance.below(8).to_string(),
        _ => return (10 + chance.below(900)).to_string(),
    };
    (*chance.pick(list)).to_owned()
}
