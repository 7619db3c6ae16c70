//! How a row is played: a warm-up, the fault, and two polls to be right again.

use std::fmt;
use std::pin::Pin;

use simulator::Options;
use wire::Millis;

use crate::figures::Figures;
use crate::pace;
use crate::site::Site;
use crate::truth::Comparison;
use server::config::Config;

const CALLS_PER_MINUTE: f64 = 16.0;
/// Until the first calls have ended and every kind of call has been seen, in simulated seconds.
const WARM_UP: u64 = 240;
/// Polls that may pass until the board is right.
const POLLS: usize = 2;
/// A poll asked this soon after the end of a fault, in milliseconds, may still be older than what it seems to
/// contradict; the floor leaves such polls out, and so does the count.
const IN_FLIGHT: Millis = 2_000;

/// A fault, and what it may cost.
pub struct Fault {
    pub name: &'static str,
    pub options: fn(&mut Options),
    pub config: fn(&mut Config),
    /// Brings it, and takes it away again.
    pub happens: Happens,
    pub repairs: Repairs,
    /// False where no event ever comes: the board then knows what the last poll said.
    pub by_feed: bool,
}

pub type Happens = for<'a> fn(&'a Site) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Whether anything had to be repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repairs {
    /// Something was lost.
    Some,
    /// Nothing was.
    None,
    /// Nothing was, but while no poll came the feed's guess at the day's counters may have gone wrong: a caller who
    /// leaves a menu looks to it like one who leaves a queue.
    OnlyCounters,
    /// Chance decides whether what was lost was missed.
    Perhaps,
}

pub struct Row {
    pub name: &'static str,
    figures: Figures,
    /// After the second poll.
    left: Comparison,
    /// Until the board was first equal to the truth, in simulated milliseconds.
    equal_after: Option<Millis>,
    pub complaints: Vec<String>,
}

pub async fn run(fault: Fault) -> Row {
    let site = Site::open(CALLS_PER_MINUTE, fault.options, fault.config).await;
    pace::pass(WARM_UP).await;
    let (healthy, _) = until_equal(&site, fault.by_feed).await;
    site.expect(healthy.differences.is_empty(), || format!("before anything happened: {healthy:#?}"));
    let before = site.figures().await;
    (fault.happens)(&site).await;
    let (left, equal_after) = until_equal(&site, fault.by_feed).await;
    let figures = site.figures().await.since(&before);
    let explained = site.explain(&left).await;
    site.expect(left.differences.is_empty(), || format!("differences after two polls: {explained}"));
    let repairs = figures.trust.repairs();
    let counters = figures.trust.repaired.get("counter-jumped").copied().unwrap_or_default();
    match fault.repairs {
        Repairs::Some => site.expect(repairs > 0, || "what was lost was not repaired, or not counted".into()),
        Repairs::None => {
            site.expect(repairs == 0, || format!("nothing was lost, and yet: {:?}", figures.trust.repaired))
        }
        Repairs::OnlyCounters => site.expect(repairs == counters, || {
            format!("nothing but counters can be wrong, and yet: {:?}", figures.trust.repaired)
        }),
        Repairs::Perhaps => {}
    }
    let complaints = site.close().await;
    Row { name: fault.name, figures, left, equal_after, complaints }
}

/// Looks until two polls have passed since now, and once more right after the second. Returns what differs then, and
/// when nothing differed first.
///
/// Where no event ever comes, no single moment is without differences; there, what differs now must not differ then.
async fn until_equal(site: &Site, by_feed: bool) -> (Comparison, Option<Millis>) {
    let began = pace::now();
    let standing = site.compare(by_feed).await.differences;
    let mut equal_after = None;
    loop {
        let over = site.polls_since(began + IN_FLIGHT) >= POLLS;
        let mut comparison = site.compare(by_feed).await;
        if !by_feed {
            comparison.differences.retain(|difference| standing.contains(difference));
        }
        if comparison.differences.is_empty() && equal_after.is_none() {
            equal_after = Some(pace::now() - began);
        }
        if over {
            return (comparison, equal_after);
        }
        pace::pass(1).await;
    }
}

impl Row {
    pub fn heading() -> String {
        format!(
            "\n{:<34} {:>7} {:>6} {:>6} {:>5} {:>5} {:>9} {:>9} {:>4} {:>5} {:>7} {:>6} {:>5}  repairs",
            "fault",
            "emitted",
            "heard",
            "polls",
            "feeds",
            "gaps",
            "unmatched",
            "unknowable",
            "diff",
            "equal",
            "tokens",
            "REST",
            ""
        )
    }
}

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = &self.figures;
        let trust = &figures.trust;
        let gaps = format!("{}/{}", trust.gaps_filled, trust.gaps);
        let equal =
            self.equal_after.map_or("never".to_owned(), |after| format!("{:.1} s", after as f64 / 1000.0));
        write!(
            formatter,
            "{:<34} {:>7} {:>6} {:>6} {:>5} {:>5} {:>9} {:>10} {:>4} {:>7} {:>6} {:>5}  {} {:?}",
            self.name,
            figures.emitted,
            figures.heard,
            figures.polls,
            figures.connections,
            gaps,
            trust.unmatched,
            self.left.unknowable.len(),
            self.left.differences.len(),
            equal,
            figures.tokens,
            figures.rest,
            trust.repairs(),
            trust.repaired,
        )
    }
}
