//! Features: what is known of a pair on a day, as numbers.

use super::moves::Channel;
use super::ties::Ties;
use super::traces::{HALF_LIVES, N_LIVES, Trace, Traces};
use crate::history::Day;

/// Takes features one by one: their values, or their names.
trait Sink {
    fn put(&mut self, name: impl FnOnce() -> String, value: f32);
}

struct Values<'a>(&'a mut Vec<f32>);

impl Sink for Values<'_> {
    fn put(&mut self, _: impl FnOnce() -> String, value: f32) {
        self.0.push(if value.is_finite() { value } else { 0.0 });
    }
}

struct FeatureNames(Vec<String>);

impl Sink for FeatureNames {
    fn put(&mut self, name: impl FnOnce() -> String, _: f32) {
        self.0.push(name());
    }
}

const EVER: usize = N_LIVES - 1;

/// What is known on one day.
pub(super) struct Snapshot<'a> {
    traces: &'a Traces,
    ties: Ties,
    today: Day,
    began: Day,
    world: Option<Trace>,
    acting: Vec<Option<Trace>>,
    suffering: Vec<Option<Trace>>,
}

impl<'a> Snapshot<'a> {
    pub(super) fn new(traces: &'a Traces, today: Day, began: Day) -> Self {
        let on = |trace: &Option<Trace>| trace.as_ref().map(|trace| trace.on(today));
        Self {
            ties: Ties::of(traces, today, traces.acting.len()),
            today,
            began,
            world: on(&traces.world),
            acting: traces.acting.iter().map(on).collect(),
            suffering: traces.suffering.iter().map(on).collect(),
            traces,
        }
    }

    /// Writes the features of a pair.
    pub(super) fn features(&self, actor: u32, recipient: u32, out: &mut Vec<f32>) {
        self.walk(actor, recipient, &mut Values(out));
    }

    /// The names of the features.
    pub(super) fn names() -> Vec<String> {
        let mut names = FeatureNames(Vec::new());
        let traces = Traces::new(2);
        Snapshot::new(&traces, Day::default(), Day::default()).walk(0, 1, &mut names);
        names.0
    }

    fn pair(&self, from: u32, to: u32) -> Option<Trace> {
        self.traces.pairs.get(&(from, to)).map(|trace| trace.on(self.today))
    }

    fn walk(&self, actor: u32, recipient: u32, sink: &mut impl Sink) {
        let (forth, back) = (self.pair(actor, recipient), self.pair(recipient, actor));
        self.of_pair("forth", forth.as_ref(), sink);
        self.of_pair("back", back.as_ref(), sink);
        let sides = [
            ("actor acting", &self.acting[actor as usize]),
            ("actor suffering", &self.suffering[actor as usize]),
            ("recipient acting", &self.acting[recipient as usize]),
            ("recipient suffering", &self.suffering[recipient as usize]),
        ];
        for (name, trace) in sides {
            of_country(name, trace.as_ref(), sink);
        }
        of_country("actor at home", self.pair(actor, actor).as_ref(), sink);
        of_country("recipient at home", self.pair(recipient, recipient).as_ref(), sink);
        self.of_the_rest(actor, recipient, sink);
    }

    fn of_pair(&self, side: &str, trace: Option<&Trace>, sink: &mut impl Sink) {
        let count = |channel, life| trace.map_or(0.0, |trace| trace.count(channel, life));
        for channel in Channel::ALL {
            for (life, half_life) in HALF_LIVES.iter().enumerate() {
                sink.put(|| format!("{side} {channel:?} {half_life}"), count(channel, life).ln_1p());
            }
        }
        for (number, word) in ["hostile", "friendly"].into_iter().enumerate() {
            for life in [1, EVER] {
                let sum = trace.map_or(0.0, |trace| trace.goldstein(number, life));
                sink.put(|| format!("{side} {word} {}", HALF_LIVES[life]), sum.ln_1p());
            }
        }
        let any = count(Channel::Any, EVER);
        for channel in [Channel::Force, Channel::MaterialConflict, Channel::VerbalConflict, Channel::Armed] {
            sink.put(|| format!("{side} share {channel:?}"), (count(channel, EVER) + 0.1) / (any + 5.0));
        }
        let since = |day: Option<Day>| day.map_or(2000.0, |day| (self.today - day) as f32);
        let force = since(trace.and_then(|trace| trace.last_force));
        sink.put(|| format!("{side} since force"), force.ln_1p());
        sink.put(|| format!("{side} since force 30"), (-force / 30.0).exp());
        sink.put(|| format!("{side} since force 180"), (-force / 180.0).exp());
        sink.put(|| format!("{side} never force"), f32::from(u8::from(force >= 2000.0)));
        sink.put(|| format!("{side} since any"), since(trace.map(|trace| trace.last)).ln_1p());
        let known = since(trace.map(|trace| trace.first)).min((self.today - self.began) as f32);
        sink.put(|| format!("{side} since first"), known.ln_1p());
        let n_days = trace.map_or(0, |trace| trace.n_force_days) as f32;
        sink.put(|| format!("{side} force days"), n_days.ln_1p());
        let exposure = (self.today - self.began) as f32 / 30.0;
        sink.put(|| format!("{side} force rate"), ((n_days + 0.02) / (exposure + 1.0)).ln());
        for (channel, life) in
            [(Channel::Any, 0), (Channel::Any, 1), (Channel::VerbalConflict, 1), (Channel::MaterialConflict, 1)]
        {
            let expected = count(channel, EVER) * self.mass(life) / self.mass(EVER);
            let surprise = (count(channel, life) - expected) / (expected + 1.0).sqrt();
            sink.put(|| format!("{side} surprise {channel:?} {}", HALF_LIVES[life]), surprise);
        }
    }

    /// How many days' worth of counts a half-life holds, since the data began.
    fn mass(&self, life: usize) -> f32 {
        let rate = std::f32::consts::LN_2 / HALF_LIVES[life];
        let days = ((self.today - self.began) as f32).max(1.0);
        (1.0 - (-rate * days).exp()) / rate
    }

    fn of_the_rest(&self, actor: u32, recipient: u32, sink: &mut impl Sink) {
        let count =
            |trace: &Option<Trace>, channel, life| trace.as_ref().map_or(0.0, |trace| trace.count(channel, life));
        for life in [1, 2, EVER] {
            let world = count(&self.world, Channel::Force, life) + 1.0;
            let by = count(&self.acting[actor as usize], Channel::Force, life);
            let on = count(&self.suffering[recipient as usize], Channel::Force, life);
            sink.put(|| format!("gravity force {}", HALF_LIVES[life]), ((by + 0.05) * (on + 0.05) / world).ln());
        }
        for life in [1, EVER] {
            let share = count(&self.world, Channel::Force, life) / (count(&self.world, Channel::Any, life) + 1.0);
            sink.put(|| format!("world force {}", HALF_LIVES[life]), share);
        }
        let third = self.ties.third_parties(actor, recipient);
        sink.put(|| "force by those like the actor".into(), third.like_actor.ln_1p());
        sink.put(|| "force on those like the recipient".into(), third.like_recipient.ln_1p());
        sink.put(|| "force by those close to the actor".into(), third.close_to_actor.ln_1p());
        sink.put(|| "force on those close to the recipient".into(), third.close_to_recipient.ln_1p());
        sink.put(|| "recipient's force on those close to the actor".into(), third.against_close.ln_1p());
    }
}

fn of_country(name: &str, trace: Option<&Trace>, sink: &mut impl Sink) {
    let count = |channel, life| trace.map_or(0.0, |trace| trace.count(channel, life));
    let channels = [
        Channel::Any,
        Channel::Force,
        Channel::VerbalConflict,
        Channel::MaterialConflict,
        Channel::Threat,
        Channel::Armed,
    ];
    for channel in channels {
        for (life, half_life) in HALF_LIVES.iter().enumerate().skip(1) {
            sink.put(|| format!("{name} {channel:?} {half_life}"), count(channel, life).ln_1p());
        }
    }
    let share = (count(Channel::Force, EVER) + 0.1) / (count(Channel::Any, EVER) + 5.0);
    sink.put(|| format!("{name} share Force"), share);
}
