//! The one error of the HTTP side, and the only place that picks a status.
//!
//! Variants say what the caller can do. The caller's mistakes are not logged; our own internals are not sent.

use app::dial::DialReason;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use wire::NoReplay;

use crate::clock;
use crate::dial::number::BadNumber;

#[derive(Debug, Clone, thiserror::Error)]
pub enum AppError {
    #[error("this request comes from another site")]
    ForeignOrigin,
    #[error("sign in first, or send a token: Authorization: Bearer …")]
    SignInFirst,
    #[error("change the password that you were given first, at /account")]
    ChangePasswordFirst,
    #[error("this is not for your role")]
    NotAllowed,
    #[error("you have as many live streams open as one user may; close one")]
    TooManyStreams,
    #[error("this server does not go by that name; set server.public_url if it should")]
    UnknownHost,
    #[error("there is no board called {0:?}; the board \"all\" always exists")]
    NoSuchBoard(String),
    #[error("no call with this id is on the board, nor among the last thousand that left it")]
    CallUnknown,
    #[error("there is no number called {0:?}; GET /api/v1/kpis lists them")]
    NoSuchKpi(String),
    #[error("there is no such user, token or screen, or no more")]
    NoSuchHolder,
    #[error("accounts cannot be read or written now")]
    NoAccounts,
    #[error("{0}")]
    Unfit(String),
    #[error("the store cannot be read now")]
    NotKept,
    #[error("who does not see whole numbers cannot look for them either")]
    NumbersHidden,
    #[error("{0}")]
    BadRequest(String),
    #[error("this is more than a question to this server may hold")]
    TooLarge,
    #[error("this is not a number that can be dialled: {0}")]
    BadNumber(BadNumber),
    #[error("ask the person first, then send it again with \"confirmed\": true")]
    ConfirmFirst { reason: DialReason, number: String },
    #[error("that is as many calls as one person may place within a minute; try again in {seconds} s")]
    CallingTooOften { seconds: u64 },
    // AntRing documents no more than "400: device not registered" (`protocols.md` §1.2).
    #[error(
        "AntRing says that this phone is not connected: open its application, or, if it is open, have its SIP user \
         and password looked at; then try again"
    )]
    PhoneOffline,
    #[error("there is no phone to ring for you: set your own at /account, or have [dial] sip_user set")]
    DialNotConfigured,
    #[error(
        "AntRing did not answer in time; the phone may ring all the same: look at it before you try again"
    )]
    MayRing,
    #[error("there is no recording of this call")]
    NoRecording,
    #[error("the recording is not ready yet: AntRing writes it some minutes after the call; try again then")]
    RecordingNotReady,
    #[error("AntRing no longer keeps the recording of this call")]
    RecordingExpired,
    #[error("this call is not among those that you may hear")]
    NotYoursToHear,
    #[error("you are playing {0} recordings, as many as one may at once; close one")]
    OwnRecordingsBusy(usize),
    #[error("{0} recordings are being played, as many as this server plays at once; try again in a moment")]
    RecordingsBusy(usize),
    #[error("AntRing did not answer in time")]
    UpstreamTimedOut,
    #[error("AntRing is over its request quota; try again in a minute")]
    UpstreamBusy,
    #[error("AntRing could not do this: {0}")]
    Upstream(String),
    #[error("{}", why_no_replay(.0))]
    NoReplay(NoReplay),
    #[error("the server is stopping; try again in a moment")]
    Stopping,
}

fn why_no_replay(why: &NoReplay) -> String {
    let time = |at: &wire::Millis| clock::rfc3339(*at);
    match why {
        NoReplay::BeforeRecording { from } => format!("nothing was recorded before {}", time(from)),
        NoReplay::Future { now } => format!("that moment has not come yet; it is {}", time(now)),
        NoReplay::NotRecorded { from, until } => {
            format!("nothing was recorded between {} and {}", time(from), time(until))
        }
        NoReplay::OtherVersion => {
            "that moment was recorded by another version of Callboard, in a form that this one does not read"
                .into()
        }
        NoReplay::NoRecord => "this server keeps no record of its board, or cannot read it now".into(),
        NoReplay::TooMany => "as many replays run as this server allows; try again when one has ended".into(),
    }
}

impl AppError {
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::ForeignOrigin => (StatusCode::FORBIDDEN, "foreign_origin"),
            Self::SignInFirst => (StatusCode::UNAUTHORIZED, "sign_in_first"),
            Self::ChangePasswordFirst => (StatusCode::FORBIDDEN, "change_password_first"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "not_allowed"),
            Self::TooManyStreams => (StatusCode::TOO_MANY_REQUESTS, "too_many_streams"),
            Self::UnknownHost => (StatusCode::MISDIRECTED_REQUEST, "unknown_host"),
            Self::NoSuchBoard(_) => (StatusCode::NOT_FOUND, "no_such_board"),
            Self::CallUnknown => (StatusCode::NOT_FOUND, "call_unknown"),
            Self::NoSuchKpi(_) => (StatusCode::NOT_FOUND, "no_such_kpi"),
            Self::NoSuchHolder => (StatusCode::NOT_FOUND, "no_such_holder"),
            Self::NoAccounts => (StatusCode::SERVICE_UNAVAILABLE, "no_accounts"),
            Self::Unfit(_) => (StatusCode::UNPROCESSABLE_ENTITY, "unfit"),
            Self::NotKept => (StatusCode::SERVICE_UNAVAILABLE, "not_kept"),
            Self::NumbersHidden => (StatusCode::FORBIDDEN, "numbers_hidden"),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "bad_request"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::BadNumber(_) => (StatusCode::BAD_REQUEST, "bad_number"),
            Self::ConfirmFirst { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "confirm_first"),
            Self::CallingTooOften { .. } => (StatusCode::TOO_MANY_REQUESTS, "calling_too_often"),
            Self::PhoneOffline => (StatusCode::CONFLICT, "phone_offline"),
            Self::DialNotConfigured => (StatusCode::SERVICE_UNAVAILABLE, "not_configured"),
            Self::NoRecording => (StatusCode::NOT_FOUND, "no_recording"),
            Self::RecordingNotReady => (StatusCode::NOT_FOUND, "recording_not_ready"),
            Self::RecordingExpired => (StatusCode::GONE, "recording_expired"),
            Self::NotYoursToHear => (StatusCode::FORBIDDEN, "not_allowed"),
            Self::OwnRecordingsBusy(_) => (StatusCode::TOO_MANY_REQUESTS, "recording_busy"),
            Self::RecordingsBusy(_) => (StatusCode::SERVICE_UNAVAILABLE, "recording_busy"),
            Self::MayRing | Self::UpstreamTimedOut => (StatusCode::GATEWAY_TIMEOUT, "upstream_timed_out"),
            Self::UpstreamBusy => (StatusCode::SERVICE_UNAVAILABLE, "upstream_busy"),
            Self::Upstream(_) => (StatusCode::BAD_GATEWAY, "upstream"),
            Self::NoReplay(why) => match why {
                NoReplay::BeforeRecording { .. } => (StatusCode::NOT_FOUND, "before_recording"),
                NoReplay::Future { .. } => (StatusCode::BAD_REQUEST, "future"),
                NoReplay::NotRecorded { .. } => (StatusCode::NOT_FOUND, "not_recorded"),
                NoReplay::OtherVersion => (StatusCode::GONE, "other_version"),
                NoReplay::NoRecord => (StatusCode::SERVICE_UNAVAILABLE, "no_record"),
                NoReplay::TooMany => (StatusCode::SERVICE_UNAVAILABLE, "too_many_replays"),
            },
            Self::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        }
    }
}

impl AppError {
    /// As programs are told it.
    pub fn code(&self) -> &'static str {
        self.status_and_code().1
    }

    /// In seconds, where trying again by itself may help.
    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::CallingTooOften { seconds } => Some(*seconds),
            Self::RecordingNotReady => Some(30),
            Self::OwnRecordingsBusy(_) | Self::RecordingsBusy(_) => Some(5),
            Self::UpstreamBusy => Some(60),
            _ => None,
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        let mut body = serde_json::json!({ "error": code, "message": self.to_string() });
        if let Self::ConfirmFirst { reason, number } = &self {
            body["reason"] = serde_json::json!(reason);
            body["number"] = serde_json::json!(number);
        }
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            // HTTP wants to be told how.
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<NoReplay> for AppError {
    fn from(why: NoReplay) -> Self {
        Self::NoReplay(why)
    }
}

impl From<crate::live::Stopped> for AppError {
    fn from(_: crate::live::Stopped) -> Self {
        Self::Stopping
    }
}

impl From<store::StoreError> for AppError {
    fn from(error: store::StoreError) -> Self {
        tracing::error!(%error, "the store could not answer");
        Self::NotKept
    }
}

impl From<::access::AccessError> for AppError {
    fn from(error: ::access::AccessError) -> Self {
        use ::access::AccessError;
        match error {
            AccessError::Unknown => Self::NoSuchHolder,
            AccessError::Disk(error) => {
                tracing::error!(%error, "accounts could not be read or written");
                Self::NoAccounts
            }
            error => Self::Unfit(error.to_string()),
        }
    }
}

impl From<crate::ledger::LedgerError> for AppError {
    fn from(error: crate::ledger::LedgerError) -> Self {
        match error {
            crate::ledger::LedgerError::Stopped => Self::Stopping,
            crate::ledger::LedgerError::Store(error) => error.into(),
        }
    }
}

impl From<antring::RestError> for AppError {
    fn from(error: antring::RestError) -> Self {
        use antring::RestError;
        match error {
            RestError::TimedOut => Self::UpstreamTimedOut,
            RestError::Quota { .. } => Self::UpstreamBusy,
            RestError::Unsendable(why) => Self::BadRequest(why.into()),
            error => Self::Upstream(error.to_string()),
        }
    }
}
