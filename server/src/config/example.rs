//! The example settings file, written from one table so that it cannot fall behind.

/// A section, and its settings as (key, value as TOML, comment); `None`: shown commented out.
type Section = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const SECTIONS: &[Section] = &[
    (
        "server",
        &[
            ("listen", "\"127.0.0.1:8080\"", "beyond this machine only behind a proxy with a certificate"),
            (
                "public_url",
                "# \"https://callboard.example.vn\"",
                "the address people use, where a proxy stands in front",
            ),
            ("data_dir", "\"./data\"", ""),
            (
                "trusted_proxies",
                "[]",
                "addresses or networks whose X-Forwarded-For and -Proto are believed, for example [\"127.0.0.1\"]",
            ),
            (
                "streams_per_user",
                "50",
                "live streams that one user, token or television may hold open at once",
            ),
            ("name", "\"Callboard\"", "what the board is called on the wall"),
        ],
    ),
    (
        "access",
        &[
            (
                "idle",
                "\"12h\"",
                "a session that nobody uses for so long ends; televisions stay until revoked",
            ),
            ("absolute", "\"168h\"", "so long after the sign-in it must be repeated, used or not"),
            ("audit_days", "400", "so far back it is kept who did what"),
        ],
    ),
    (
        "oidc",
        &[
            (
                "issuer",
                "# \"https://login.example/realms/acme\"",
                "single sign-on by OpenID Connect; there register public_url/login/oidc/callback, and /login for after signing out",
            ),
            ("client_id", "# \"callboard\"", ""),
            ("client_secret", "# \"…\"", "better: CALLBOARD_OIDC__CLIENT_SECRET_FILE"),
            ("label", "\"Single sign-on\"", "what the button on the sign-in page says it is"),
            (
                "scopes",
                "[\"profile\", \"email\"]",
                "asked for besides openid; some providers want one for groups",
            ),
            ("groups_claim", "\"groups\"", "the claim that lists a person's groups"),
            (
                "admins",
                "[]",
                "the groups that make somebody admin; the highest role counts, none is no access",
            ),
            ("supervisors", "[]", "narrowed to queues by [oidc.queues]: \"sales leads\" = [\"Bán hàng\"]"),
            ("agents", "[]", ""),
            ("agent_claim", "\"\"", "the claim that holds AntRing's id of the agent that a person is"),
        ],
    ),
    (
        "antring",
        &[
            ("base_url", "\"https://openapi.antbuddy.com\"", ""),
            ("events_url", "\"https://ws.antbuddy.com:5557\"", ""),
            (
                "events_dialect",
                "\"auto\"",
                "auto | socketio09 | socketio2 | socketio4 | blackhole; AntRing does not say which it speaks",
            ),
            ("app_id", "# \"…\"", "issued by AntRing on registration"),
            ("app_secret", "# \"…\"", "better: CALLBOARD_ANTRING__APP_SECRET_FILE"),
            ("account_id", "# \"…\"", "32 hexadecimal digits; ask AntRing. A wrong one looks like silence"),
            ("domain", "# \"acme.antbuddy.com\"", ""),
            ("email", "# \"ops@acme.example\"", "an e-mail address that belongs to the company"),
            ("poll_every", "\"5s\"", ""),
            ("requests_per_second", "1.0", "AntRing's quota is not documented; over it, it answers 503"),
            ("media_hosts", "[\"abs1.antbuddy.com\"]", "hosts that recordings may come from"),
            (
                "media_networks",
                "[]",
                "private networks that those names may lead to, for example [\"10.1.0.0/16\"]",
            ),
            ("media_timeout", "\"30s\"", "a recording's server that sends nothing for so long is given up"),
            (
                "history_hash",
                "\"auto\"",
                "auto | app_id_first | dates_first; AntRing's documents contradict one another",
            ),
            ("click_to_call_params", "\"body\"", "body | query; a guess"),
            (
                "ca_file",
                "\"\"",
                "PEM file of root certificates to trust besides the usual ones, for REST and the feed",
            ),
            (
                "silent_after",
                "\"3m\"",
                "no event for so long while the dashboard shows calls: the feed is said to be silent",
            ),
        ],
    ),
    (
        "sovereign",
        &[
            ("base_url", "\"https://api.hmsovereign.com/api/v1\"", "voice AI; not read yet"),
            ("api_key", "# \"…\"", ""),
            ("webhook_secret", "# \"…\"", ""),
            ("poll_every", "\"10s\"", ""),
        ],
    ),
    (
        "day",
        &[
            ("time_zone", "\"Asia/Ho_Chi_Minh\"", ""),
            (
                "starts_at",
                "\"00:00\"",
                "when the operational day begins; a night shift belongs to the day it began in",
            ),
        ],
    ),
    (
        "dial",
        &[
            ("sip_user", "# \"…\"", "the phone that click to call rings for who has none of their own"),
            ("sip_password", "# \"…\"", "better: CALLBOARD_DIAL__SIP_PASSWORD_FILE"),
            (
                "key",
                "# \"…\"",
                "seals people's own phones on the disk: openssl rand -hex 32; better: CALLBOARD_DIAL__KEY_FILE",
            ),
            ("calls_per_minute", "10", "that one person may place by clicks; 0: any number"),
        ],
    ),
    (
        "kpi",
        &[
            (
                "variant",
                "\"SL-2\"",
                "service level: SL-1 strict, SL-2 without short abandons, SL-3 to SL-5: see the README",
            ),
            ("target_seconds", "# 20", "without it, targets.service_seconds"),
            ("goal_percent", "# 80", "without it, targets.service_percent"),
            ("short_abandon_seconds", "5", "who hangs up sooner hardly meant to call; at most the target"),
            ("include_flow_outs", "false", "callers who left the queue for elsewhere count against it"),
            ("include_transfers_in", "true", "callers from another queue of the same call count again"),
            ("include_internal", "false", "calls between colleagues count as calls"),
        ],
    ),
    (
        "store",
        &[
            ("url", "\"sqlite:callboard.db\"", "a file in server.data_dir, or an absolute path"),
            ("journal_days", "14", "so far back the board can be replayed"),
            ("calls_days", "400", "so far back numbers open the calls behind them"),
            ("max_size_mb", "0", "the database may grow to this; 0: to what the disk holds"),
            ("held_kb", "81920", "held in memory while the disk takes nothing; what comes then is lost"),
            ("backfill_days", "30", "days of AntRing's history that are read at the first start; 0: none"),
            ("late_records", "\"10m\"", "how late AntRing may write a call's record and recording"),
            ("history_every", "\"1m\"", "how often the history is looked at"),
        ],
    ),
    (
        "targets",
        &[
            ("waiting", "3", "callers waiting at once, at most"),
            ("wait_seconds", "60", "how long a caller should wait at most"),
            ("service_percent", "80", "service level: this share of callers …"),
            ("service_seconds", "20", "… answered within this many seconds"),
            ("available", "3", "agents available, at least"),
            ("abandoned_percent", "5", "abandoned of received, at most"),
            ("talk_minutes", "10", "a longer call is a long call"),
        ],
    ),
];

/// The text of `docs/callboard.example.toml`.
pub fn example() -> String {
    let mut text = String::from(
        "# Callboard's settings, each with its default. Copy to callboard.toml and change what differs.\n\
         # Every setting can also be given in the environment: CALLBOARD_SECTION__KEY, for example\n\
         # CALLBOARD_ANTRING__APP_ID; with _FILE behind the name the value is read from that file.\n",
    );
    for (section, settings) in SECTIONS {
        text.push_str(&format!("\n[{section}]\n"));
        for (key, value, comment) in *settings {
            let line = match value.strip_prefix("# ") {
                Some(value) => format!("# {key} = {value}"),
                None => format!("{key} = {value}"),
            };
            let comment = if comment.is_empty() { String::new() } else { format!("  # {comment}") };
            text.push_str(&format!("{line}{comment}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, load};

    #[test]
    fn the_example_in_docs_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/callboard.example.toml");
        let there = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(there, example(), "write it anew: callboard settings > docs/callboard.example.toml");
    }

    #[test]
    fn the_example_holds_the_defaults() {
        let path = std::env::temp_dir().join(format!("callboard-example-{}.toml", std::process::id()));
        std::fs::write(&path, example()).expect("a temporary file");
        let read = load(Some(&path), []).expect("the example is valid");
        std::fs::remove_file(&path).expect("it was there");
        assert_eq!(format!("{read:?}"), format!("{:?}", Config::default()));
    }
}
