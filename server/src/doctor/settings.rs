//! What the settings alone can tell.

use secrecy::ExposeSecret;

use super::Report;
use crate::config::{self, ClickToCallParams, Config};

/// Whether there is enough to ask anybody anything.
pub(super) fn examine(config: &Config, report: &mut Report) -> bool {
    let missing = config.missing();
    if !missing.is_empty() {
        report.fail(
            "settings",
            format!("missing: {}", missing.join(", ")),
            "set them in callboard.toml or in the environment (CALLBOARD_ANTRING__APP_ID …); nothing else can be \
             checked before",
        );
        return false;
    }
    let account_id = &config.antring.account_id;
    let is_hex = account_id.len() == 32 && account_id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex {
        report.warn(
            "settings",
            format!("antring.account_id has {} characters", account_id.chars().count()),
            "KAZOO's account ids are 32 hexadecimal digits; with a wrong one no event ever comes: ask AntRing",
        );
    } else if !config.antring.email.contains('@') {
        report.warn(
            "settings",
            "antring.email holds no @",
            "set an e-mail address that belongs to the company",
        );
    } else {
        report.ok("settings", "complete");
    }
    true
}

/// People's own phones, and the key that opens them.
pub(super) async fn phones(config: &Config, report: &mut Report) {
    let file = config::Access::file(&config.server.data_dir);
    if !file.is_file() {
        return;
    }
    // Settings with a key that cannot be read are not loaded.
    let key = config.dial.key().unwrap_or_default();
    let kept = match ::access::look_at_phones(&file, key.as_ref()).await {
        Ok(kept) => kept,
        Err(error) => {
            report.fail("own phones", error.to_string(), "put a backup of access.db in its place");
            return;
        }
    };
    match (kept, key.is_some()) {
        ((0, _), true) => report.ok("own phones", "none is set; dial.key is there to seal them"),
        ((0, _), false) => report.ok("own phones", "none is set, and none can be without dial.key"),
        ((kept, 0), _) => report.ok("own phones", format!("{kept} kept, dial.key opens each")),
        ((kept, locked), true) => report.fail(
            "own phones",
            format!("dial.key does not open {locked} of {kept}: they were sealed by another key"),
            "put the former key back (nothing is lost meanwhile), or have these people set their phones again",
        ),
        ((kept, _), false) => report.fail(
            "own phones",
            format!("{kept} kept, and dial.key is not set: nobody can call with them"),
            "put the key back with which they were sealed; nothing is lost meanwhile",
        ),
    }
}

/// Never tried, because it would ring a phone.
pub(super) fn click_to_call(config: &Config, report: &mut Report) {
    let place = match config.antring.click_to_call_params {
        ClickToCallParams::Body => "in the body",
        ClickToCallParams::Query => "in the query",
    };
    let phone = match (config.dial.sip_user.is_empty(), config.dial.sip_password.expose_secret().is_empty()) {
        (true, _) => "dial.sip_user is not set: nobody can dial from the board",
        (false, true) => "dial.sip_user is set, dial.sip_password is not",
        (false, false) => "dial.sip_user and dial.sip_password are set",
    };
    report.guess(
        "click to call",
        format!("not tried, it would ring; sipUser and sipPassword would be sent {place}; {phone}"),
    );
}

pub(super) fn sovereign(config: &Config, report: &mut Report) {
    if !config.sovereign.api_key.expose_secret().is_empty() {
        report.guess("sovereign", "configured; not checked yet in this version");
    }
}
