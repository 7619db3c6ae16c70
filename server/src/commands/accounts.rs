//! What the commands about accounts share: the file they change, in whose name, and how a password is read.

use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use ::access::{Access, By, Id};
use clap::Args;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use secrecy::SecretString;

use super::Failure;
use crate::config::{self, Config};

/// Which server's accounts.
#[derive(Debug, Args)]
pub struct Of {
    /// The settings file; without it, callboard.toml if that is there
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

impl Of {
    /// A running server takes in what is changed here within half a second.
    pub async fn open(&self) -> Result<Access, Failure> {
        self.open_with_settings().await.map(|(access, _)| access)
    }

    /// And the settings of that server.
    pub async fn open_with_settings(&self) -> Result<(Access, Config), Failure> {
        let config = config::load(self.settings.as_deref(), std::env::vars())?;
        let file = config::Access::file(&config.server.data_dir);
        Ok((Access::open(&file, config.access.rules()).await?, config))
    }
}

/// The system's name for whoever types here.
pub fn by() -> By {
    let login = std::env::var("LOGNAME").or_else(|_| std::env::var("USER"));
    By::command_line(login.as_deref().unwrap_or("somebody"))
}

/// One line of standard input; a terminal asks for it and does not show it.
pub fn password_from_standard_input() -> Result<SecretString, Failure> {
    let input = std::io::stdin();
    let shown = input.is_terminal().then(|| tcgetattr(&input)).transpose()?;
    if let Some(shown) = &shown {
        let mut hidden = shown.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        let mut screen = std::io::stderr();
        write!(screen, "Password: ")?;
        screen.flush()?;
        tcsetattr(&input, OptionalActions::Flush, &hidden)?;
    }
    let mut line = String::new();
    let read = input.lock().read_line(&mut line);
    if let Some(shown) = &shown {
        tcsetattr(&input, OptionalActions::Flush, shown)?;
        writeln!(std::io::stderr())?;
    }
    if read? == 0 {
        return Err("no password came on standard input; for example: printf '%s\\n' \"$PASSWORD\" | callboard user add NAME".into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).into())
}

/// `--queue A --queue B`; none: all queues.
pub fn queues(named: Vec<String>) -> Option<BTreeSet<String>> {
    (!named.is_empty()).then(|| named.into_iter().collect())
}

pub fn user_named(access: &Access, name: &str) -> Result<Id, Failure> {
    let user = access
        .user_named(name)
        .ok_or_else(|| format!("nobody is called {name:?}; see `callboard user list`"))?;
    Ok(user.id)
}

/// RFC 3339 to the minute, or a dash.
pub fn at(millis: Option<::access::Millis>) -> String {
    let at = millis.and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok());
    at.map_or_else(|| "–".into(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
