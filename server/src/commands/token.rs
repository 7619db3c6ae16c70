use ::access::{Id, Millis, NewToken, Role};
use clap::{Args, Subcommand};
use secrecy::ExposeSecret;

use super::accounts::{Of, at, by, queues};
use super::{Failure, say, table};
use crate::clock;

#[derive(Debug, Subcommand)]
pub enum Token {
    /// Prints a new token, and nothing else, on standard output, once
    Create(Create),
    /// Prints all of them, without their secrets
    List(Of),
    /// Takes a token's access away, at once
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub struct Create {
    #[arg(long, value_parser = one_of_tokens)]
    role: Role,
    /// The only board it opens; without it, any
    #[arg(long, value_name = "ID")]
    board: Option<String>,
    /// What it is for
    #[arg(long, default_value = "token")]
    name: String,
    /// AntRing's id of the agent it speaks for
    #[arg(long, value_name = "ID")]
    agent: Option<String>,
    /// A queue it sees, by name or id; may be given again. Without it, all of them
    #[arg(long, value_name = "QUEUE")]
    queue: Vec<String>,
    /// It ends after so many days; without it, when it is revoked
    #[arg(long, value_name = "DAYS")]
    days: Option<u16>,
    #[command(flatten)]
    of: Of,
}

#[derive(Debug, Args)]
pub struct Revoke {
    /// Its number in `callboard token list`
    number: Id,
    #[command(flatten)]
    of: Of,
}

fn one_of_tokens(word: &str) -> Result<Role, String> {
    let role = word.parse().ok().filter(|role| Role::OF_TOKENS.contains(role));
    role.ok_or_else(|| format!("one of {}", Role::OF_TOKENS.map(Role::word).join(", ")))
}

const DAY: Millis = 24 * 60 * 60 * 1000;

impl Token {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Create(create) => create.run().await,
            Self::List(of) => list(&of).await,
            Self::Revoke(Revoke { number, of }) => {
                let access = of.open().await?;
                let revoked = access.revoke_token(number, &by(), clock::now()).await;
                revoked.map_err(|error| format!("token {number}: {error}").into())
            }
        }
    }
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        if let Some(board) = self.board.as_ref().filter(|board| **board != "all") {
            return Err(format!("there is no board {board:?}: the one there is is called \"all\"").into());
        }
        let now = clock::now();
        let new = NewToken {
            name: self.name,
            role: self.role,
            board: self.board,
            queues: queues(self.queue),
            agent: self.agent,
            expires_at: self.days.map(|days| now + Millis::from(days) * DAY),
        };
        let (_, secret) = self.of.open().await?.create_token(new, &by(), now).await?;
        say(secret.expose_secret());
        Ok(())
    }
}

async fn list(of: &Of) -> Result<(), Failure> {
    let (access, now) = (of.open().await?, clock::now());
    let rows = access.tokens().into_iter().map(|token| {
        let state = match (token.revoked_at, token.expires_at) {
            (Some(_), _) => "revoked".to_owned(),
            (None, Some(end)) if end <= now => "expired".to_owned(),
            (None, Some(end)) => format!("until {}", at(Some(end))),
            (None, None) => String::new(),
        };
        let board = token.board.unwrap_or_else(|| "any".into());
        [
            token.id.to_string(),
            token.name,
            token.role.to_string(),
            board,
            at(token.used_at),
            token.created_by,
            state,
        ]
    });
    table::print(["number", "name", "role", "board", "last use", "made by", ""], rows.collect());
    Ok(())
}
