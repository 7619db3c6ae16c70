//! `GET /metrics`: how the board itself is, for Prometheus and its like. Counts and ages only: no number, no name of a
//! person, no secret.

use ::access::Kind;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use serde::Serialize;
use wire::{Board, Freshness};

use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::http::rooms::wall;
use crate::live::{Sight, TrustAccount};

type Labels = Vec<(&'static str, String)>;

pub async fn scrape(State(state): State<AppState>) -> Result<impl IntoResponse, AppError> {
    let wire::Frame::Snapshot { board, .. } = state.live.snapshot(Sight::wall()).await? else {
        return Err(AppError::Stopping);
    };
    let trust = state.live.trust(Sight::everything()).await?;
    let mut told = Registry::with_prefix("callboard");
    of_server(&mut told, &state);
    of_sources(&mut told, &board);
    of_floor(&mut told, &board);
    of_trust(&mut told, &board, &trust);
    of_history(&mut told, &state);
    let mut text = String::new();
    encode(&mut text, &told).map_err(|_| AppError::Stopping)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text))
}

fn of_server(told: &mut Registry, state: &AppState) {
    let build = one_of(told, "build", "The version that runs; always 1");
    build.get_or_create(&vec![("version", wall::VERSION.to_owned())]).set(1);
    let streams = one_of(told, "live_streams", "Live streams that are open, by who holds them");
    for (kind, word) in [(Kind::User, "user"), (Kind::Token, "token"), (Kind::Display, "display")] {
        streams.get_or_create(&vec![("kind", word.to_owned())]).set(state.streams.open_of(kind).into());
    }
}

fn of_sources(told: &mut Registry, board: &Board) {
    let now = clock::now();
    let age =
        one_of(told, "source_age_milliseconds", "Since a source was last heard; absent while it never was");
    let fresh = one_of(told, "source_fresh", "1 while a source is heard in time");
    for row in &board.sources {
        let source = vec![("source", word(&row.source))];
        if let Some(heard) = row.heard {
            age.get_or_create(&source).set((now - heard).max(0));
        }
        let is_fresh = matches!(row.freshness(now), Freshness::Live | Freshness::Late);
        fresh.get_or_create(&source).set(is_fresh.into());
    }
    let gaps = number(told, "gaps_unfilled", "Times without events that the call history has not filled yet");
    gaps.set(count(board.gaps.iter().filter(|gap| !gap.filled).count()));
}

fn of_floor(told: &mut Registry, board: &Board) {
    let agents = one_of(told, "agents", "Agents, by the state that the board shows");
    for agent in &board.agents {
        agents.get_or_create(&vec![("state", word(&agent.state))]).inc();
    }
    let calls = one_of(told, "calls", "Calls on the board, by their state");
    for call in &board.calls {
        calls.get_or_create(&vec![("state", word(&call.state))]).inc();
    }
    let waiting = one_of(told, "queue_waiting", "Callers who wait, by queue");
    for queue in &board.queues {
        waiting.get_or_create(&vec![("queue", queue.name.clone())]).set(queue.waiting.into());
    }
}

fn of_trust(told: &mut Registry, board: &Board, trust: &TrustAccount) {
    let unmatched =
        number(told, "drift_unmatched", "Differences between events and dashboard that stand now");
    unmatched.set(board.drift.unmatched.into());
    let repairs: Family<Labels, Counter> = Family::default();
    told.register("repairs", "Differences that the dashboard settled, by cause", repairs.clone());
    for (cause, count) in &trust.repaired {
        repairs.get_or_create(&vec![("cause", (*cause).to_owned())]).inc_by(*count);
    }
    let refused: Counter = Counter::default();
    told.register("events_refused", "Events that changed nothing: duplicates, unknown ends", refused.clone());
    refused.inc_by(trust.refused);
}

fn of_history(told: &mut Registry, state: &AppState) {
    let progress = state.ledger.progress();
    let records: Counter = Counter::default();
    told.register("history_records", "Records read from AntRing's call history", records.clone());
    records.inc_by(progress.records);
    if let Some(until) = progress.read_until {
        let read = number(told, "history_read_until_seconds", "AntRing's history is read up to this time");
        read.set(until / 1_000);
    }
    let overflowed: Counter = Counter::default();
    let why = "What did not fit into the ledger's mailbox and was told again";
    told.register("ledger_overflowed", why, overflowed.clone());
    overflowed.inc_by(state.ledger.overflowed());
}

fn number(told: &mut Registry, name: &str, help: &str) -> Gauge {
    let gauge = Gauge::default();
    told.register(name, help, gauge.clone());
    gauge
}

fn one_of(told: &mut Registry, name: &str, help: &str) -> Family<Labels, Gauge> {
    let family = Family::default();
    told.register(name, help, family.clone());
    family
}

/// As the board's JSON spells it.
fn word(state: &impl Serialize) -> String {
    serde_json::to_value(state).ok().and_then(|word| word.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}

fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}
