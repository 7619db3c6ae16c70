//! Reading the settings: file first, environment over it.

use std::path::{Path, PathBuf};

use config::{FileFormat, builder::DefaultState};
use serde::{Deserialize, Deserializer};

use super::Config;
use crate::access::TrustedProxies;
use crate::recordings;

const PREFIX: &str = "CALLBOARD_";

/// Why the settings could not be read. Each is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the settings file {0} is not there")]
    NoFile(PathBuf),
    #[error("the secret file {path} named by {variable} cannot be read: {error}")]
    SecretFile { variable: String, path: String, error: std::io::Error },
    #[error("the file {path} named by antring.ca_file cannot be read: {error}")]
    CaFileUnreadable { path: PathBuf, error: std::io::Error },
    #[error("the file {path} named by antring.ca_file cannot be used: {error}")]
    CaFileUnusable { path: PathBuf, error: antring::ExtraCaError },
    #[error("the settings cannot be used: {0}")]
    Unusable(#[from] config::ConfigError),
    #[error("day.time_zone is {0:?}, which is no IANA time zone; for Vietnam write \"Asia/Ho_Chi_Minh\"")]
    TimeZone(String),
    #[error("day.starts_at cannot be used: {0}")]
    StartOfDay(kpi::DayError),
    #[error("{0} is {1:?}; write one of SL-1, SL-2, SL-3, SL-4 and SL-5")]
    Variant(String, String),
    #[error("{0} is {1}, which is no share of 100")]
    Percent(String, u32),
    #[error("{0}.target_seconds must be at least one second")]
    NoTarget(String),
    #[error(
        "{setting}.short_abandon_seconds is {short}, longer than the target of {target} s: an abandon that is too \
         short to count must come before the target"
    )]
    ShortPastTarget { setting: String, short: u32, target: u32 },
    #[error("antring.poll_every must be at least one second")]
    PollTooOften,
    #[error("server.trusted_proxies has {0:?}, which is neither an address nor a network such as 10.0.0.0/8")]
    TrustedProxy(String),
    #[error(
        "antring.media_networks has {0:?}, which is neither an address nor a network such as 10.1.0.0/16"
    )]
    MediaNetwork(String),
    #[error("antring.media_timeout must be at least one second")]
    MediaTimeout,
    #[error("server.public_url is {0}; write https://…, or http://… where there is no certificate")]
    PublicUrl(url::Url),
    #[error("access.{0} must be at least a minute")]
    SessionTooShort(&'static str),
    #[error("oidc.{0}")]
    Oidc(&'static str),
    #[error("dial.key cannot be used: {0}")]
    DialKey(#[from] ::access::KeyUnfit),
    #[error("access.audit_days must be at least 1: what was done must be found again")]
    NoAudit,
    #[error(
        "the AntRing account is not configured; missing: {}. Set them in callboard.toml or in the environment (for \
         example CALLBOARD_ANTRING__APP_ID); `callboard demo` needs none",
        .0.join(", ")
    )]
    Missing(Vec<&'static str>),
}

/// Reads `file` (or `callboard.toml`, if it is there) and the given environment over it.
///
/// # Errors
/// When a setting is unknown, unreadable or out of range; the message names it.
pub fn load(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let mut builder = config::Config::builder();
    match file {
        Some(file) if !file.exists() => return Err(ConfigError::NoFile(file.to_owned())),
        Some(file) => builder = builder.add_source(config::File::from(file).format(FileFormat::Toml)),
        None => {
            let usual = config::File::new("callboard.toml", FileFormat::Toml);
            builder = builder.add_source(usual.required(false));
        }
    }
    for (variable, value) in environment {
        if let Some(setting) = variable.strip_prefix(PREFIX)
            && let Some((section, key)) = setting.split_once("__")
        {
            builder = overlay(builder, &variable, section, key, value)?;
        }
    }
    let config: Config = builder.build()?.try_deserialize()?;
    validate(&config)?;
    Ok(config)
}

fn overlay(
    builder: config::ConfigBuilder<DefaultState>,
    variable: &str,
    section: &str,
    key: &str,
    value: String,
) -> Result<config::ConfigBuilder<DefaultState>, ConfigError> {
    // `antring.ca_file` is a setting of that name, not a file that holds `antring.ca`.
    let in_a_file = key.strip_suffix("_FILE").filter(|_| key != "CA_FILE");
    let (key, value) = match in_a_file {
        Some(key) => {
            let read = std::fs::read_to_string(&value);
            let secret = read.map_err(|error| ConfigError::SecretFile {
                variable: variable.into(),
                path: value,
                error,
            })?;
            (key, secret.trim_end_matches(['\r', '\n']).to_owned())
        }
        None => (key, value),
    };
    let setting = format!("{}.{}", section.to_lowercase(), key.to_lowercase());
    Ok(builder.set_override(setting, value)?)
}

fn validate(config: &Config) -> Result<(), ConfigError> {
    if jiff::tz::TimeZone::get(&config.day.time_zone).is_err() {
        return Err(ConfigError::TimeZone(config.day.time_zone.clone()));
    }
    kpi::Day::new(&config.day.time_zone, &config.day.starts_at).map_err(ConfigError::StartOfDay)?;
    config.rule()?;
    config.queue_rules()?;
    if config.antring.poll_every.as_secs() < 1 {
        return Err(ConfigError::PollTooOften);
    }
    recordings::networks(&config.antring.media_networks).map_err(ConfigError::MediaNetwork)?;
    if config.antring.media_timeout.as_secs() < 1 {
        return Err(ConfigError::MediaTimeout);
    }
    for (setting, limit) in [("idle", config.access.idle), ("absolute", config.access.absolute)] {
        if limit.as_secs() < 60 {
            return Err(ConfigError::SessionTooShort(setting));
        }
    }
    if config.access.audit_days == 0 {
        return Err(ConfigError::NoAudit);
    }
    config.dial.key()?;
    config.oidc.check()?;
    TrustedProxies::read(&config.server.trusted_proxies).map_err(ConfigError::TrustedProxy)?;
    if let Some(url) = &config.server.public_url
        && !(matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
    {
        return Err(ConfigError::PublicUrl(url.clone()));
    }
    Ok(())
}

/// A list in the file, or text with commas in the environment.
pub(super) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum ListOrText {
        List(Vec<String>),
        Text(String),
    }
    Ok(match ListOrText::deserialize(deserializer)? {
        ListOrText::List(list) => list,
        ListOrText::Text(text) => {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn with(environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        load(None, environment.collect::<Vec<_>>())
    }

    #[test]
    fn the_environment_alone_configures_everything() {
        let config = with(&[
            ("CALLBOARD_SERVER__LISTEN", "127.0.0.1:0"),
            ("CALLBOARD_ANTRING__APP_ID", "0123"),
            ("CALLBOARD_ANTRING__POLL_EVERY", "1s"),
            ("CALLBOARD_ANTRING__EVENTS_DIALECT", "socketio4"),
            ("CALLBOARD_ANTRING__MEDIA_HOSTS", "127.0.0.1, media.example"),
            ("CALLBOARD_ANTRING__HISTORY_HASH", "dates_first"),
            ("CALLBOARD_TARGETS__WAITING", "7"),
            ("UNRELATED", "x"),
        ]);
        let config = config.expect("these settings are right");
        assert_eq!(config.antring.app_id, "0123", "leading zeros stay");
        assert_eq!(config.antring.poll_every.as_secs(), 1);
        assert_eq!(config.antring.events_dialect, super::super::EventsDialect::SocketIo4);
        assert_eq!(config.antring.media_hosts, ["127.0.0.1", "media.example"]);
        assert_eq!(config.targets.waiting, 7);
        assert_eq!(
            config.missing(),
            ["antring.app_secret", "antring.account_id", "antring.domain", "antring.email"]
        );
    }

    #[test]
    fn a_secret_comes_from_a_file_without_its_newline_and_is_never_printed() {
        let path = std::env::temp_dir().join(format!("callboard-secret-{}", std::process::id()));
        std::fs::write(&path, "s3cret\n").expect("a temporary file");
        let config =
            with(&[("CALLBOARD_ANTRING__APP_SECRET_FILE", &path.to_string_lossy())]).expect("it is right");
        std::fs::remove_file(&path).expect("it was there");
        assert_eq!(config.antring.app_secret.expose_secret(), "s3cret");
        assert!(!format!("{config:?}").contains("s3cret"));
    }

    #[test]
    fn a_ca_file_that_cannot_be_used_is_named() {
        let said = |path: &str| {
            let config = with(&[("CALLBOARD_ANTRING__CA_FILE", path)]).expect("a path is enough");
            config.antring.extra_ca().map(|ca| ca.is_some()).map_err(|error| error.to_string())
        };
        assert_eq!(said(""), Ok(false));
        let missing = said("/no/such/ca.pem").expect_err("no file");
        assert!(missing.contains("/no/such/ca.pem named by antring.ca_file cannot be read"), "{missing}");
        let here = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let no_pem = said(here).expect_err("no PEM");
        assert!(no_pem.contains("antring.ca_file cannot be used: it holds no certificate"), "{no_pem}");
    }

    #[test]
    fn the_service_levels_target_is_one_whichever_name_it_has() {
        let rule = |settings: &[(&str, &str)]| {
            let config = with(settings).expect("these settings are right");
            (config.rule().expect("a rule").label(), config.shown_targets().service_seconds)
        };
        assert_eq!(rule(&[]), ("SL-2 80/20".into(), 20));
        assert_eq!(rule(&[("CALLBOARD_TARGETS__SERVICE_SECONDS", "30")]), ("SL-2 80/30".into(), 30));
        let both = [("CALLBOARD_TARGETS__SERVICE_SECONDS", "30"), ("CALLBOARD_KPI__TARGET_SECONDS", "15")];
        assert_eq!(rule(&both), ("SL-2 80/15".into(), 15));
    }

    #[test]
    fn a_queue_has_its_own_rule_by_name() {
        let path = std::env::temp_dir().join(format!("callboard-queues-{}.toml", std::process::id()));
        let text = "[kpi.queues.\"Bán hàng\"]\ntarget_seconds = 10\nvariant = \"sl-1\"\n";
        std::fs::write(&path, text).expect("a temporary file");
        let config = load(Some(&path), []);
        std::fs::write(&path, text.replace("10", "3")).expect("a temporary file");
        let mistaken = load(Some(&path), []);
        std::fs::remove_file(&path).expect("it was there");
        let rules = config.expect("it is right").queue_rules().expect("rules");
        let own = rules.iter().find(|(queue, _)| queue.to_lowercase() == "bán hàng");
        assert_eq!(own.map(|(_, rule)| rule.label()), Some("SL-1 80/10".into()));
        let said = mistaken.expect_err("short abandons past the target").to_string();
        assert!(said.contains("short_abandon_seconds is 5, longer than the target of 3 s"), "{said}");
    }

    #[test]
    fn mistakes_are_named() {
        let said = |environment: &[(&str, &str)]| with(environment).expect_err("a mistake").to_string();
        assert!(said(&[("CALLBOARD_ANTRING__APPID", "1")]).contains("appid"));
        assert!(said(&[("CALLBOARD_SERVER__TRUSTED_PROXIES", "proxy.example")]).contains("proxy.example"));
        assert!(said(&[("CALLBOARD_SERVER__PUBLIC_URL", "ftp://board.example")]).contains("https://"));
        assert!(said(&[("CALLBOARD_DAY__TIME_ZONE", "Hanoi")]).contains("Asia/Ho_Chi_Minh"));
        assert!(said(&[("CALLBOARD_ANTRING__POLL_EVERY", "soon")]).contains("poll_every"));
        assert!(said(&[("CALLBOARD_ACCESS__IDLE", "0s")]).contains("access.idle"));
        assert!(said(&[("CALLBOARD_ACCESS__ABSOLUTE", "-1h")]).contains("access.absolute"));
        assert!(said(&[("CALLBOARD_ACCESS__AUDIT_DAYS", "0")]).contains("access.audit_days"));
        assert!(said(&[("CALLBOARD_DIAL__KEY", "secret")]).contains("dial.key"));
        let issuer = ("CALLBOARD_OIDC__ISSUER", "https://login.example");
        assert!(said(&[issuer]).contains("oidc.client_id"));
        assert!(said(&[issuer, ("CALLBOARD_OIDC__CLIENT_ID", "board")]).contains("no group would give"));
        assert!(said(&[("CALLBOARD_OIDC__ISSUER", "http://login.example")]).contains("must be https"));
        assert!(said(&[("CALLBOARD_DAY__STARTS_AT", "6am")]).contains("HH:MM"));
        assert!(said(&[("CALLBOARD_KPI__VARIANT", "SL-9")]).contains("SL-5"));
        assert!(said(&[("CALLBOARD_KPI__GOAL_PERCENT", "101")]).contains("kpi.goal_percent is 101"));
        assert!(
            load(Some(Path::new("/no/such/file.toml")), [])
                .expect_err("no file")
                .to_string()
                .contains("not there")
        );
    }
}
