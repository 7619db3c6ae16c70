//! Draws what made a call: one line for each fact.

use floor::{LegId, What};

use super::draw::seconds;
use super::script::Script;

pub fn explain(script: &Script, leg: &LegId) -> String {
    let Some(explanation) = script.floor.explain(leg) else { return format!("| {leg}: nothing is known\n") };
    let legs: Vec<&str> = explanation.legs.iter().map(LegId::as_str).collect();
    let mut lines = vec![format!("{} [{}]", explanation.call, legs.join(" "))];
    for fact in &explanation.facts {
        let leg = fact.leg.as_ref().map_or("call", LegId::as_str);
        let what = match &fact.what {
            What::Joined { rule, to } => format!("joined to {to} by rule {}", rule.number()),
            What::Repaired(cause) => format!("repaired: {}", cause.code()),
            other => format!("{other:?}"),
        };
        lines.push(format!("  {} {leg} {what}", seconds(fact.at)));
    }
    if explanation.more > 0 {
        lines.push(format!("  and {} more", explanation.more));
    }
    lines.iter().map(|line| format!("| {line}\n")).collect()
}
