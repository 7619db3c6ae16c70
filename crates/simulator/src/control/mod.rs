//! The control API, on the REST listener: how tests script the centre. JSON in, JSON out, no authentication.
//!
//! Agents are named by id, user name, extension, SIP user, full name or an unambiguous part of it; queues by id,
//! name or position from 1; calls by the Call-ID of any leg. Errors: 404 for what is not here, 409 for what cannot
//! happen now, 422 or 400 for a body that is not understood; the body is `{"error": "…"}`.
//!
//! | request | body | does |
//! |---|---|---|
//! | `GET /control/state` | | the truth: `now`, `agents`, `queues`, `calls` (with `legs`), `counters`, `events_emitted`, `feed_clients`, `feed_bindings` (let in since the start), `history_rows`, `faults`, `credentials` |
//! | `GET /control/past` | query: `from`, `until` in unix milliseconds, `target_seconds` 20, `short_seconds` 5 | what happened in the queues, counted from the centre's own calls: `spans` with `all` and `queues` by id; without a span, every day of Vietnam that is remembered |
//! | `POST /control/calls` | `{"queue", "caller"?, "hold"?: false, "enter"?: true}` | a caller; `{"call_id"}`. Held: answered and waiting at once, then driven by the verbs; `enter: false` stops after CREATE |
//! | `POST /control/calls/{id}/enter-queue` | | A-leg ANSWER, into the queue |
//! | `POST /control/calls/{id}/ring` | `{"agent"?}` | rings the agent, else the longest idle; the far end of a dialled call |
//! | `POST /control/calls/{id}/answer` | `{"agent"?}` | the ringing agent picks up (rings first if need be); the far end answers |
//! | `POST /control/calls/{id}/miss` | `{"agent"?}` | the ringing leg ends with NO_ANSWER |
//! | `POST /control/calls/{id}/ring-all` | `{"agents"?: […]}` | rings those named, else all free agents of the queue; who answers wins, the others end with LOSE_RACE |
//! | `POST /control/calls/{id}/transfer` | `{"agent"}` or `{"queue"}` | the agent hands the caller on unseen (BLIND_TRANSFER); a colleague's phone then rings: `answer`, `miss` |
//! | `POST /control/calls/{id}/consult` | `{"agent"}` | the agent calls a colleague meanwhile; answers with that call, which is driven like an internal one |
//! | `POST /control/calls/{id}/complete` | | hands the call to the colleague consulted (ATTENDED_TRANSFER) |
//! | `POST /control/calls/{id}/busy` | | the far end of a dialled call is busy |
//! | `POST /control/calls/{id}/hang-up` | `{"by"?: "caller"\|"agent"}` | ends the call wherever it stands |
//! | `POST /control/calls/{id}/abandon` | `{"reason"?: "hangup"\|"timeout"\|"exit"}` | the caller leaves the queue |
//! | `POST /control/outbound` | `{"agent", "number", "hold"?}` | an agent dials; `{"call_id"}` |
//! | `POST /control/internal` | `{"from", "to", "hold"?}` | an agent dials a colleague; `{"call_id"}` |
//! | `POST /control/agents/{agent}/status` | `{"status", "reason"?, "seconds"?}` | `ready`, `paused`, `logged_out`, `logged_in`, `wrapup`; during a call, pause and logout wait for its end |
//! | `POST /control/phones/{sip_user}` | `{"registered"?, "hangs"?}` | takes a phone off the network, or back; `hangs`: a click rings it, and is never answered. `state` counts an agent's `clicks` |
//! | `POST /control/load` | `{"calls_per_minute"}` or `{"events_per_second"}` or `{"stop": true}` | calls that come by themselves |
//! | `POST /control/burst` | `{"events"}` | at least so many events at once, as whole calls; `{"events"}` says how many |
//! | `POST /control/new-day` | | the dashboard's counters start again, as they do by themselves at midnight in Vietnam |
//! | `POST /control/story` | the text of a story | plays it from now on |
//! | `GET`, `POST`, `DELETE /control/faults` | see [`FaultOrder`](crate::FaultOrder) | what goes wrong |
//! | `GET`, `POST /control/media` | see [`MediaOrder`](crate::MediaOrder) | how the recordings' storage misbehaves from now on; `GET` answers `order`, how many `links` were made, and the last thousand `requests` with what became of each |
//!
//! Every `POST` that concerns a call answers with that call as `state` shows it, or with `{"ended": true}`.

mod agents;
mod calls;
mod error;
mod media;
mod past;
mod state;
mod weather;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::live::Live;

pub fn router(live: Arc<Live>) -> Router {
    Router::new()
        .route("/control/state", get(state::state))
        .route("/control/past", get(past::past))
        .route("/control/calls", post(calls::place))
        .route("/control/calls/{id}/{verb}", post(calls::drive))
        .route("/control/outbound", post(calls::outbound))
        .route("/control/internal", post(calls::internal))
        .route("/control/agents/{agent}/status", post(agents::status))
        .route("/control/phones/{sip_user}", post(agents::phone))
        .route("/control/load", post(weather::load))
        .route("/control/burst", post(weather::burst))
        .route("/control/new-day", post(weather::new_day))
        .route("/control/story", post(weather::story))
        .route("/control/faults", get(weather::faults).post(weather::break_things).delete(weather::mend))
        .route("/control/media", get(media::media).post(media::order))
        .with_state(live)
}
