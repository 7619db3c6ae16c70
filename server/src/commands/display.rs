use ::access::Id;
use clap::{Args, Subcommand};

use super::accounts::{Of, at, by};
use super::{Failure, table};
use crate::clock;

#[derive(Debug, Subcommand)]
pub enum Display {
    /// Prints every television that was paired
    List(Of),
    /// Takes a television's access away, at once and for good: it shows a code again
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub struct Revoke {
    /// Its number in `callboard display list`
    number: Id,
    #[command(flatten)]
    of: Of,
}

impl Display {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::List(of) => list(&of).await,
            Self::Revoke(Revoke { number, of }) => {
                let access = of.open().await?;
                let revoked = access.revoke_display(number, &by(), clock::now()).await;
                revoked.map_err(|error| format!("display {number}: {error}").into())
            }
        }
    }
}

async fn list(of: &Of) -> Result<(), Failure> {
    let access = of.open().await?;
    let rows = access.displays().into_iter().map(|display| {
        let state = if display.revoked_at.is_some() { "revoked" } else { "" };
        let resolution = display.state.map_or_else(|| "–".to_owned(), |state| state.resolution);
        let profile = display.profile.to_string();
        let id = display.id.to_string();
        [
            id,
            display.name,
            display.board,
            profile,
            at(display.seen_at),
            resolution,
            display.paired_by,
            state.into(),
        ]
    });
    let headings = ["number", "name", "board", "profile", "last seen", "resolution", "paired by", ""];
    table::print(headings, rows.collect());
    Ok(())
}
