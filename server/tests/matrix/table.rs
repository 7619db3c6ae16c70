//! The stories at every site, at once, in one table.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use simulator::KeyStyle;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::play::{Site, play};
use super::story::{self, Story, style_name};

/// Cells that are played at once: most of their time they wait for the next poll.
const AT_ONCE: usize = 16;

pub const KEY_STYLES: [KeyStyle; 3] = [KeyStyle::Flat, KeyStyle::Kazoo3, KeyStyle::Kazoo4];

/// A story at a site, in a key style: (story, site, key style), by their places in the table.
type Place = (usize, usize, usize);
/// The last board, or what it showed wrongly.
type Outcome = Result<Vec<String>, String>;

/// Plays all stories at all sites in all key styles and prints what came of it.
///
/// # Panics
/// When any board is not the story's.
pub async fn fill(title: &str, sites: &[Site]) {
    let stories = Arc::new(story::all());
    let began = Instant::now();
    let outcomes = play_all(&stories, sites).await;
    let mut report = format!("\n{title}\n\n{}", rows(&stories, sites, &outcomes));
    let right = outcomes.values().filter(|outcome| outcome.is_ok()).count();
    report += &format!(
        "\n{right} of {} cells show the story's board and agree with the simulated centre; {:.0} s\n",
        outcomes.len(),
        began.elapsed().as_secs_f64()
    );
    report += &footnotes(&stories);
    report += &boards(&stories, &outcomes);
    // Past libtest, which keeps what passing tests print: the table is there to be read.
    std::io::stdout().write_all(report.as_bytes()).expect("standard output is open");
    let wrong: Vec<String> = outcomes
        .iter()
        .filter_map(|((story, site, style), outcome)| {
            let (story, site) = (&stories[*story].name, sites[*site].name());
            let found = outcome.as_ref().err()?;
            Some(format!("{story}, {site}, {}: {found}", style_name(KEY_STYLES[*style])))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

async fn play_all(stories: &Arc<Vec<Story>>, sites: &[Site]) -> BTreeMap<Place, Outcome> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut playing = JoinSet::new();
    let mut places = BTreeMap::new();
    for story in 0..stories.len() {
        for (site_number, site) in sites.iter().copied().enumerate() {
            for (style, keys) in KEY_STYLES.into_iter().enumerate() {
                let (stories, turns) = (Arc::clone(stories), Arc::clone(&turns));
                let task = playing.spawn(async move {
                    let _turn = turns.acquire().await.expect("it is never closed");
                    play(&stories[story], site, keys).await
                });
                places.insert(task.id(), (story, site_number, style));
            }
        }
    }
    let mut outcomes = BTreeMap::new();
    while let Some(ended) = playing.join_next_with_id().await {
        let (id, outcome) = match ended {
            Ok((id, outcome)) => (id, outcome),
            Err(panic) => (panic.id(), Err(format!("it broke off: {}", said(panic)))),
        };
        outcomes.insert(places[&id], outcome);
    }
    outcomes
}

fn said(panic: tokio::task::JoinError) -> String {
    let said = panic.into_panic();
    let text = said.downcast_ref::<String>().cloned();
    text.or_else(|| said.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

fn rows(stories: &[Story], sites: &[Site], outcomes: &BTreeMap<Place, Outcome>) -> String {
    let mut text = format!("{:16}{:8}", "", "");
    for story in stories {
        text += &format!("│ {} ", story.name);
    }
    text += "\n";
    for (number, site) in sites.iter().enumerate() {
        for (style, keys) in KEY_STYLES.into_iter().map(style_name).enumerate() {
            text += &format!("{:16}{keys:8}", if style == 0 { site.name() } else { String::new() });
            for (story_number, story) in stories.iter().enumerate() {
                let mark = match &outcomes[&(story_number, number, style)] {
                    Err(_) => "DIFFERS",
                    Ok(_) if story.reasons.contains_key(keys) => "same –",
                    Ok(_) => "same",
                };
                text += &format!("│ {mark:width$} ", width = story.name.chars().count());
            }
            text += "\n";
        }
    }
    text
}

/// What the marks beside some cells stand for.
fn footnotes(stories: &[Story]) -> String {
    let mut text = String::new();
    for story in stories {
        for (style, reason) in &story.reasons {
            text += &format!("– {}, {style} keys: {reason}\n", story.name);
        }
    }
    text
}

/// The last board of each story, once: the table says that it is the same everywhere.
fn boards(stories: &[Story], outcomes: &BTreeMap<Place, Outcome>) -> String {
    let mut text = String::new();
    for (number, story) in stories.iter().enumerate() {
        let full_keys = KEY_STYLES.len() - 1;
        let shown = outcomes
            .iter()
            .filter(|((story, _, style), _)| *story == number && *style == full_keys)
            .find_map(|(_, outcome)| outcome.as_ref().ok());
        let Some(lines) = shown else { continue };
        text += &format!("\n{}\n", story.name);
        for line in lines {
            text += &format!("  | {line}\n");
        }
    }
    text
}
