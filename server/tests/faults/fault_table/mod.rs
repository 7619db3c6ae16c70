//! Each fault of the years in one row, with its figures beside it.

mod row;
mod rows;

use crate::figures::say;
use row::{Row, run};

/// Rows that are played at the same time: as many as two busy cores carry.
const AT_ONCE: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn the_board_is_right_again_within_two_polls_of_every_faults_end() {
    let mut complaints = Vec::new();
    say(&Row::heading());
    let only = std::env::var("CALLBOARD_FAULT").unwrap_or_default();
    let mut waiting = rows::all().into_iter().filter(|fault| fault.name.contains(&only));
    let mut playing = tokio::task::JoinSet::new();
    loop {
        while playing.len() < AT_ONCE
            && let Some(fault) = waiting.next()
        {
            playing.spawn(run(fault));
        }
        match playing.join_next().await {
            Some(Ok(row)) => {
                say(&row.to_string());
                complaints.extend(row.complaints.iter().map(|said| format!("{}: {said}", row.name)));
            }
            // A panic has been printed.
            Some(Err(error)) => complaints.push(error.to_string()),
            None => break,
        }
    }
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}
