//! The three endpoints that are asked for a company: dashboard, queues, agents.

use antring::RestError;
use antring::survey::{AnswerSurvey, Container, Endpoint};
use floor::{AgentEntry, Dashboard, QueueEntry};

use super::{Patient, Report, shape};

/// What answered.
#[derive(Default)]
pub(super) struct Company {
    pub dashboard: Option<Dashboard>,
    pub queues: Option<Vec<QueueEntry>>,
    pub agents: Option<Vec<AgentEntry>>,
    /// The secret is right, for the token was given.
    pub secret_is_right: bool,
}

pub(super) async fn examine(
    patient: &mut Patient<'_>,
    secret_is_right: bool,
    report: &mut Report,
) -> Company {
    let mut company = Company { secret_is_right, ..Company::default() };
    match patient.client.dashboard((patient.now)()).await {
        Ok(dashboard) => {
            let calls = format!(
                "; {} calls wait, {} are talked on, {} received today",
                dashboard.waiting.len(),
                dashboard.talking.len(),
                dashboard.counters.received.map_or("?".into(), |received| received.to_string()),
            );
            let survey = patient.survey("/call/dashboard", Endpoint::Dashboard);
            tell(report, "dashboard", survey, "agents signed in", &calls);
            company.dashboard = Some(dashboard);
        }
        Err(error) => report.fail("dashboard", error.to_string(), advice(&error, secret_is_right)),
    }
    match patient.client.queues().await {
        Ok(queues) => {
            let stand_ins = queues.iter().filter(|queue| queue.id.as_str().starts_with("name-")).count();
            let named = if stand_ins > 0 { "; no ids: queues are told apart by name" } else { "" };
            tell(report, "queues", patient.survey("/queues", Endpoint::Queues), "queues", named);
            company.queues = Some(queues);
        }
        Err(error) => report.fail("queues", error.to_string(), advice(&error, secret_is_right)),
    }
    match patient.client.agents().await {
        Ok(agents) => {
            tell(report, "agents", patient.survey("/agents", Endpoint::Agents), "agents", "");
            company.agents = Some(agents);
        }
        Err(error) => report.fail("agents", error.to_string(), advice(&error, secret_is_right)),
    }
    company
}

fn tell(report: &mut Report, what: &'static str, survey: Option<AnswerSurvey>, rows: &str, more: &str) {
    match survey {
        Some(survey) if survey.container == Container::Neither => {
            report.guess(what, "it was read, but is too large to look at");
        }
        Some(survey) => {
            let seen = shape(&survey, rows) + more;
            if survey.missing.is_empty() && survey.unknown.is_empty() {
                report.ok(what, seen);
            } else {
                report.guess(what, seen);
            }
        }
        None => report.guess(what, format!("it was read, but not seen{more}")),
    }
}

/// Beside the secret, only the domain and the e-mail go into these requests (`protocols.md` §1.2).
fn advice(error: &RestError, secret_is_right: bool) -> &'static str {
    match error {
        RestError::Rejected { status: 400 | 401 | 403, .. } if secret_is_right => {
            "the secret is right (a token was given), so antring.domain or antring.email is wrong; the domain may have \
             to be written in full, as in acme.antbuddy.com"
        }
        RestError::Rejected { status: 400 | 401 | 403, .. } => {
            "antring.app_id or antring.app_secret is wrong; then domain and email cannot be judged"
        }
        RestError::Quota { .. } => {
            "the quota is used up: lower antring.requests_per_second, or ask again later"
        }
        RestError::Garbled { .. } => {
            "something else than AntRing answers there: check antring.base_url and proxies"
        }
        RestError::TooLarge { .. } => "tell us: the answer is larger than expected",
        _ => "ask again later; if it stays, ask AntRing",
    }
}
