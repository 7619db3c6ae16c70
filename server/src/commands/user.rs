use ::access::{Device, NewUser, Rights, Role};
use clap::{Args, Subcommand};
use secrecy::ExposeSecret;

use super::accounts::{Of, at, by, password_from_standard_input, queues, user_named};
use super::{Failure, say, say_on_standard_error, table};
use crate::clock;

#[derive(Debug, Subcommand)]
pub enum User {
    /// Adds a person; their first password is read from standard input, and they change it when they sign in
    Add(Add),
    /// Prints everybody
    List(Of),
    /// Gives a person another role, other queues or another agent
    Change(Change),
    /// Sets a password, read from standard input, which must be changed at the next sign-in; signs them out everywhere
    Password(Named),
    /// Sets the phone that rings when a person calls by a click; its SIP password is read from standard input
    Phone(Phone),
    /// Takes a person's access away, at once and everywhere
    Remove(Named),
    /// Gives it back to somebody who was removed
    Restore(Named),
}

#[derive(Debug, Args)]
pub struct Named {
    name: String,
    #[command(flatten)]
    of: Of,
}

#[derive(Debug, Args)]
pub struct Add {
    /// What they sign in as
    name: String,
    #[command(flatten)]
    may: May,
    #[command(flatten)]
    of: Of,
}

#[derive(Debug, Args)]
pub struct Change {
    name: String,
    #[command(flatten)]
    may: May,
    #[command(flatten)]
    of: Of,
}

#[derive(Debug, Args)]
pub struct Phone {
    name: String,
    /// The SIP user that AntRing gave the phone
    #[arg(long, value_name = "USER", required_unless_present = "remove", conflicts_with = "remove")]
    sip_user: Option<String>,
    /// Takes the phone away instead
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    of: Of,
}

/// What a person may do.
#[derive(Debug, Args)]
struct May {
    #[arg(long, value_parser = one_of_users)]
    role: Role,
    /// AntRing's id of the agent they are
    #[arg(long, value_name = "ID")]
    agent: Option<String>,
    /// A queue they see, by name or id; may be given again. Without it, all of them
    #[arg(long, value_name = "QUEUE")]
    queue: Vec<String>,
    /// Shows them customers' numbers masked
    #[arg(long)]
    masked: bool,
    /// Lets them reveal one masked number at a time, which is written into the audit
    #[arg(long)]
    may_reveal: bool,
}

fn one_of_users(word: &str) -> Result<Role, String> {
    let role = word.parse().ok().filter(|role| Role::OF_USERS.contains(role));
    role.ok_or_else(|| format!("one of {}", Role::OF_USERS.map(Role::word).join(", ")))
}

impl May {
    fn rights(self) -> Rights {
        let Self { role, agent, queue, masked, may_reveal } = self;
        if role == Role::Agent && agent.is_none() {
            say_on_standard_error(
                "without --agent and AntRing's id of them, no call is shown to them as theirs",
            );
        }
        Rights { role, queues: queues(queue), agent, masked, may_reveal }
    }
}

impl User {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Add(add) => add.run().await,
            Self::List(of) => list(&of).await,
            Self::Change(Change { name, may, of }) => {
                let (access, rights) = (of.open().await?, may.rights());
                Ok(access.change_user(user_named(&access, &name)?, rights, &by(), clock::now()).await?)
            }
            Self::Password(Named { name, of }) => {
                let access = of.open().await?;
                let user = user_named(&access, &name)?;
                let password = password_from_standard_input()?;
                Ok(access.set_password(user, password.expose_secret(), &by(), clock::now()).await?)
            }
            Self::Phone(phone) => phone.run().await,
            Self::Remove(Named { name, of }) => {
                let access = of.open().await?;
                Ok(access.remove_user(user_named(&access, &name)?, &by(), clock::now()).await?)
            }
            Self::Restore(Named { name, of }) => {
                let access = of.open().await?;
                let low = name.to_lowercase();
                let gone =
                    |user: &::access::User| user.removed_at.is_some() && user.name.to_lowercase() == low;
                let user = access.users().into_iter().filter(gone).max_by_key(|user| user.removed_at);
                let user = user.ok_or_else(|| format!("nobody called {name:?} was removed"))?;
                Ok(access.restore_user(user.id, &by(), clock::now()).await?)
            }
        }
    }
}

impl Add {
    async fn run(self) -> Result<(), Failure> {
        let rights = self.may.rights();
        let access = self.of.open().await?;
        let password = password_from_standard_input()?;
        let new = NewUser { name: self.name, rights, password, must_change_password: true };
        let user = access.add_user(new, &by(), clock::now()).await?;
        say(&format!("{} may sign in as {}, and must then change the password", user.name, user.rights.role));
        Ok(())
    }
}

impl Phone {
    async fn run(self) -> Result<(), Failure> {
        let (access, config) = self.of.open_with_settings().await?;
        let user = user_named(&access, &self.name)?;
        let Some(sip_user) = self.sip_user else {
            return Ok(access.remove_phone(user, &by(), clock::now()).await?);
        };
        let key = config
            .dial
            .key()?
            .ok_or("set [dial] key first (CALLBOARD_DIAL__KEY or CALLBOARD_DIAL__KEY_FILE)")?;
        let device = Device { user: sip_user, password: password_from_standard_input()? };
        Ok(access.set_phone(user, &device, &key, &by(), clock::now()).await?)
    }
}

async fn list(of: &Of) -> Result<(), Failure> {
    let access = of.open().await?;
    let rows = access.users().into_iter().map(|user| {
        let state = match (user.removed_at, user.must_change_password) {
            (Some(_), _) => "removed",
            (None, true) => "must change the password",
            (None, false) => "",
        };
        let queues = user
            .rights
            .queues
            .map_or_else(|| "all".to_owned(), |queues| queues.into_iter().collect::<Vec<_>>().join(", "));
        let agent = user.rights.agent.unwrap_or_else(|| "–".into());
        [user.name, user.rights.role.to_string(), queues, agent, at(user.signed_in_at), state.into()]
    });
    table::print(["name", "role", "queues", "agent", "last sign-in", ""], rows.collect());
    Ok(())
}
