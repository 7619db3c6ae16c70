//! What every number means. Board, report, CSV and API call the same functions, so they cannot disagree.
//!
//! * [`facts`]: what numbers are counted from: calls, their passages through queues, agents' stints.
//! * [`kpi`]: every number's id and unit; [`definition`]: its name and formula in words, by the rules in force.
//! * [`rules`]: what a queue promises: variant, target, short abandons; changes over time.
//! * [`day`]: the operational day, with its zone and daylight saving; [`span`]: windows and slots.
//! * [`figure`]: a KPI's value; [`figures`]: a whole board's at once; [`drill`]: the calls behind it; [`series`]: a value a slot; [`balance`]: what came in is
//!   what went out.
//! * How each passage counts: [`verdict`] and its hands [`service_level`] and [`passages`]; [`occupancy`] from stints;
//!   [`callers`] are counted by number; [`lost`]: who gave up waiting, until somebody spoke to them.
//!
//! Definitions and edge cases: `product/kpi.md`. Nothing here reads a clock: `now` is an argument, and facts later than
//! `now` do not exist yet, so every function also tells what was known to be true at a moment of the past.

mod balance;
mod callers;
mod day;
mod definition;
mod drill;
pub mod facts;
mod figure;
mod figures;
mod kpi;
mod lost;
mod occupancy;
mod passages;
mod rules;
mod scope;
mod series;
mod service_level;
mod span;
mod verdict;
mod walk;
mod why;

pub use balance::{Balance, balance};
pub use callers::{Caller, caller, is_colleague};
pub use day::{Day, DayError};
pub use definition::{Definition, Source, definition};
pub use drill::{DrillRow, Subject, drill};
pub use facts::{Call, CallResult, Direction, Facts, Join, Left, Miss, Passage, State, Stint};
pub use figure::{Figure, figure, p90};
pub use figures::{Asked, figures};
pub use kpi::{Kpi, Unit};
pub use lost::{Loss, LostCaller, LostCallers, LostState, Spoken, Talk, Talking, Try, lost_callers};
pub use rules::{Change, Rule, Rules, Variant};
pub use scope::Scope;
pub use series::{Slot, series};
pub use span::{HALF_HOUR, QUARTER_HOUR, Span};
pub use verdict::Role;
pub use why::Why;

/// Milliseconds since 1970-01-01 UTC, or between two moments.
pub type Millis = i64;

/// Shared text: a name, a number, an identity.
pub type Text = std::sync::Arc<str>;

/// Of fewer events than this a page shows "3/4" and no colour, never "75 %".
pub const SMALL_SAMPLE: u32 = 5;
