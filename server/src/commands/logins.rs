//! Who may sign in to a server that has just started: the link for the first admin, or the demo's people.

use ::access::{Access, By, NewUser, Rights, Role};
use secrecy::ExposeSecret;

use super::{Failure, say};
use crate::config::{self, Config};
use crate::{clock, first_password};

/// Where people open pages.
fn address(config: &Config, listening: &str) -> String {
    let public = config.server.public_url.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned());
    public.unwrap_or_else(|| listening.to_owned())
}

async fn open(config: &Config) -> Result<Access, Failure> {
    let file = config::Access::file(&config.server.data_dir);
    Ok(Access::open(&file, config.access.rules()).await?)
}

/// Prints the link that makes the first admin, while there is none.
pub async fn print_first_admin_link(config: &Config, listening: &str) -> Result<(), Failure> {
    if let Some(secret) = open(config).await?.first_admin_link(clock::now()).await? {
        say(
            "There is no admin yet. Whoever opens this link first becomes it; it is good once, until the next start:",
        );
        say(&format!("  {}/setup?key={}", address(config, listening), secret.expose_secret()));
    }
    Ok(())
}

/// One person for each role, with passwords that nobody else has.
pub async fn make_demo_people(config: &Config, agent: &str) -> Result<Vec<(String, String)>, Failure> {
    let access = open(config).await?;
    let by = By::command_line("demo");
    let mut logins = Vec::new();
    for role in Role::OF_USERS {
        let password = first_password::make();
        let mut rights = Rights::of(role);
        if role == Role::Agent {
            rights.agent = Some(agent.to_owned());
        }
        let new = NewUser {
            name: role.word().into(),
            rights,
            password: password.clone().into(),
            must_change_password: false,
        };
        access.add_user(new, &by, clock::now()).await?;
        logins.push((role.word().to_owned(), password));
    }
    Ok(logins)
}
