//! What the judgement costs: reading the knowledge, screening a client, one cell of the screen.
use crate::{
    Result,
    report::{Aim, Report},
};
use clinical::{
    facts::{Answer, Facts},
    knowledge::{Knowledge, Problem},
    plan::{Case, Measured, plan},
    scope::Practitioner,
    screen::{Context, Screen, reading::Written, screen},
    site::Side,
};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// The median time of a hundred runs of `work`.
fn median(mut work: impl FnMut()) -> Duration {
    let mut all: Vec<Duration> = (0..101)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    all.sort_unstable();
    crate::wire::part(&all, 50)
}

/// A client of whom every nth fact of the table is so.
fn client(knowledge: &Knowledge, yes: usize) -> Facts {
    let every = (knowledge.facts.facts.len() / yes.max(1)).max(1);
    let chosen = knowledge.facts.facts.iter().step_by(every).take(yes);
    chosen.fold(Facts::new(), |facts, fact| facts.with(fact.key.clone(), Answer::yes()))
}

/// How long a reading of the knowledge takes, in milliseconds.
fn reading(read: impl Fn() -> std::result::Result<Knowledge, Vec<Problem>>) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..9 {
        let began = Instant::now();
        let knowledge = black_box(read().map_err(|_| "the knowledge cannot be read")?);
        times.push(began.elapsed());
        // To forget it again is no part of reading it.
        drop(knowledge);
    }
    times.sort_unstable();
    Ok(crate::wire::part(&times, 50).as_secs_f64() * 1e3)
}

pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let read = reading(app::knowledge)?;
    let checked = format!("{:.1} ms checked as a whole too", reading(app::knowledge_checked)?);
    report.line("knowledge read", format!("{read:.1} ms"), checked, read, Aim::AtMost(20.0, "≤ 20 ms"));

    let knowledge = app::knowledge().map_err(|_| "the knowledge cannot be read")?;
    let today = jiff::civil::date(2026, 11, 24);
    let context = Context { age: Some(52), ..Context::on(today) };
    for yes in [0, 1, 5, 10, 20, 40] {
        let facts = client(&knowledge, yes);
        let held = screen(&knowledge, &facts, &context).held().len();
        let took = median(|| drop(black_box(screen(&knowledge, &facts, &context)))).as_secs_f64() * 1e6;
        let what = format!("screen of a client with {yes} facts that are so");
        let aim = if yes == 20 { Aim::AtMost(1000.0, "≤ 1,000 µs") } else { Aim::Shown };
        report.line(&what, format!("{took:.0} µs"), format!("{held} effects hold"), took, aim);
    }
    let facts = client(&knowledge, 20);
    let screened = screen(&knowledge, &facts, &context);
    let written = Written { technique: "deep tissue", region: "low back", side: "", force: "deep" };
    let proposal = knowledge.read_proposal(&written).map_err(|_| "the proposal cannot be read")?.proposal;
    let many = median(|| (0..100).for_each(|_| drop(black_box(screened.judge(&proposal)))));
    let took = many.as_secs_f64() * 1e4;
    let aim = Aim::AtMost(2.0, "≤ 2 µs");
    report.line("one technique on one region, from that screen", format!("{took:.2} µs"), String::new(), took, aim);
    planned(report, &knowledge, &facts, &screened);
    tenfold(report, &knowledge, &facts, &context);
    Ok(())
}

/// A plan for one complaint, from a screen that is there.
fn planned(report: &mut Report, knowledge: &Knowledge, facts: &Facts, screened: &Screen<'_>) {
    let practitioner =
        Practitioner { profession: "lmt", jurisdiction: "US-WA", licence_until: None, certificates: &[] };
    let case = Case {
        conditions: &["lbp_chronic"],
        side: Side::Both,
        facts,
        today: jiff::civil::date(2026, 11, 24),
        practitioner,
        tried: &[],
        measured: &[Measured { instrument: "nprs", scale: "average", value: 6.0 }],
    };
    let found = plan(knowledge, screened, &case);
    let took = median(|| drop(black_box(plan(knowledge, screened, &case)))).as_secs_f64() * 1e6;
    let beside = format!("{} techniques proposed, {} left out", found.proposed.len(), found.left_out.len());
    report.line("a plan from that screen", format!("{took:.0} µs"), beside, took, Aim::AtMost(200.0, "≤ 200 µs"));
}

/// The same client under ten times as many rules.
fn tenfold(report: &mut Report, knowledge: &Knowledge, facts: &Facts, context: &Context) {
    let mut more = knowledge.clone();
    for _ in 0..9 {
        more.safety.rules.extend(knowledge.safety.rules.iter().cloned());
    }
    let took =
        |knowledge: &Knowledge| median(|| drop(black_box(screen(knowledge, facts, context)))).as_secs_f64() * 1e6;
    let (one, ten) = (took(knowledge), took(&more));
    let rules = more.safety.rules.len();
    let beside = format!("{one:.0} µs with {}", knowledge.safety.rules.len());
    let aim = Aim::AtMost(12.0, "≤ 12 for 10 × the rules");
    report.line(&format!("the same screen with {rules} rules"), format!("{ten:.0} µs"), beside, ten / one, aim);
}
