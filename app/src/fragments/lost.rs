use leptos::prelude::*;
use wire::Millis;

use super::Reader;
use super::value::share_or_fraction;
use super::words::LostWords;
use crate::format::{age, clock_minutes, date, duration, percent_encoded, phone, short_name};
use crate::lost::{LostCaller, LostCallers, LostState, Spoken, Talk};
use crate::ui::Icon;

/// Rows that are drawn; the CSV has all.
const DRAWN_ROWS: usize = 100;
const DAY: Millis = 24 * 3_600_000;

/// Where the list hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Beside an agent's phone.
    Dial,
    /// Among the views of the history, with the way to the same list as CSV.
    Calls { csv: String },
}

/// Who is to be called back; below, quieter, who was reached and by whom.
pub fn lost(reader: &Reader, lost: &LostCallers, place: &Place) -> AnyView {
    let (words, general) = (reader.lang.lost(), reader.lang.words());
    let oldest = lost.oldest.map(|oldest| age(lost.as_of - oldest, general)).unwrap_or_default();
    let csv = match place {
        Place::Dial => None,
        Place::Calls { csv } => Some(view! {
            <a class="btn quiet small" href=csv.clone() rel="external" download="">
                <Icon name="get"/>
                {reader.words().drill.csv}
            </a>
        }),
    };
    let left = lost.callers.len().saturating_sub(DRAWN_ROWS);
    view! {
        <div class="pane-head">
            <h2 id="lost-head" tabindex="-1">{words.head}</h2>
            <span class="rest">{(words.open)(lost.open(), &oldest)} {csv}</span>
        </div>
        {deaf(reader, lost)}
        {sum(reader, lost)}
        {calm(words, lost)}
        <ol class="callbacks" aria-labelledby="lost-head">
            {lost.callers.iter().take(DRAWN_ROWS).map(|caller| row(reader, lost, caller, place)).collect_view()}
        </ol>
        {(left > 0).then(|| view! { <p class="callbacks-more">{(words.more)(left)}</p> })}
    }
    .into_any()
}

/// What is old must not look like news.
fn deaf(reader: &Reader, lost: &LostCallers) -> Option<AnyView> {
    let since = lost.deaf?.since.map(|since| when(reader, since, lost.as_of));
    let said = (reader.lang.lost().deaf)(since.as_deref());
    Some(view! { <p class="callbacks-old" role="status"><Icon name="clock"/>{said}</p> }.into_any())
}

fn sum(reader: &Reader, lost: &LostCallers) -> Option<AnyView> {
    let words = reader.lang.lost();
    let of = lost.recovered.of;
    let recovered = (of > 0).then(|| {
        let part = lost.recovered.part;
        let share = share_or_fraction(part, of);
        let exact = format!("{part}/{of}");
        let said = if share == exact { exact } else { format!("{share} ({exact})") };
        view! { <span data-recovered=share>{(words.recovered)(&said)}</span> }
    });
    let anonymous = (lost.anonymous > 0).then(|| view! { <span>{(words.anonymous)(lost.anonymous)}</span> });
    (of > 0 || lost.anonymous > 0)
        .then(|| view! { <p class="callbacks-sum">{recovered} {anonymous}</p> }.into_any())
}

/// Nobody is to be called.
fn calm(words: &'static LostWords, lost: &LostCallers) -> Option<AnyView> {
    let (what, why) = match (lost.callers.is_empty(), lost.open()) {
        (true, _) => (words.none, words.none_why),
        (false, 0) => (words.all_reached, words.all_reached_why),
        (false, _) => return None,
    };
    Some(
        view! {
            <div class="calm">
                <Icon name="check"/>
                <p class="what">{what}</p>
                <p class="why">{why}</p>
            </div>
        }
        .into_any(),
    )
}

/// The row keeps its id while it is open, so that a hand on its button stays there when the list is drawn again; when
/// it closes, the row itself takes the focus over.
fn row(reader: &Reader, lost: &LostCallers, caller: &LostCaller, place: &Place) -> AnyView {
    let words = reader.lang.lost();
    let number = phone(&caller.number);
    let call = percent_encoded(&caller.call, "");
    let id = format!("lost-{}", caller.first_call);
    let why = why(reader, lost, caller).join(" · ");
    let numbered = match place {
        Place::Dial => view! { <span class="num1 phone">{number.clone()}</span> }.into_any(),
        Place::Calls { .. } => view! {
            <a class="num1 phone" href=format!("/calls?call={call}") title=words.see_call>{number.clone()}</a>
        }
        .into_any(),
    };
    let time = view! { <time class="when num">{when(reader, caller.last_lost, lost.as_of)}</time> };
    match &caller.state {
        LostState::Open { .. } => view! {
            <li data-lost=caller.call.clone()>
                {numbered}
                <span class="why">{why}</span>
                {time}
                <a
                    id=id
                    class="btn"
                    data-dial=caller.call.clone()
                    href=format!("/dial?call={call}")
                    aria-label=(words.call_whom)(&number)
                >
                    <Icon name="phone"/>
                    {words.call}
                </a>
            </li>
        }
        .into_any(),
        LostState::Closed { talk } => view! {
            <li id=id class="done" tabindex="-1" data-lost=caller.call.clone()>
                {numbered}
                <span class="why">{why}</span>
                {time}
                <span class="end">{if talk.goes_on { words.talking } else { words.reached }}</span>
            </li>
        }
        .into_any(),
    }
}

fn why(reader: &Reader, lost: &LostCallers, caller: &LostCaller) -> Vec<String> {
    let words = reader.lang.lost();
    let at = |at: Millis| when(reader, at, lost.as_of);
    let short = |agent: &Option<String>| agent.as_deref().map(|name| short_name(name).to_owned());
    let (tried, waits) = match &caller.state {
        LostState::Closed { talk } => return vec![reached(words, talk, &at(talk.at))],
        LostState::Open { tried, last_try, waits } => (last_try.as_ref().map(|last| (*tried, last)), *waits),
    };
    let mut why = vec![(words.gave_up)(&duration(caller.waited))];
    why.extend(caller.queue.clone());
    why.extend((caller.attempts > 1).then(|| (words.attempts)(caller.attempts, &at(caller.first_lost))));
    why.extend(caller.closed_before.as_ref().map(|talk| (words.closed_before)(&at(talk.at))));
    why.extend(tried.map(|(tried, last)| match last.goes_on {
        true => (words.is_being_called)(short(&last.agent).as_deref()),
        false => (words.tried)(short(&last.agent).as_deref(), &at(last.at), tried),
    }));
    why.extend(waits.then(|| words.waits.to_owned()));
    why
}

fn reached(words: &LostWords, talk: &Talk, at: &str) -> String {
    let agent = talk.agent.as_deref().map(short_name);
    match (talk.goes_on, talk.how) {
        (true, _) => (words.talks)(agent, at),
        (false, Spoken::CalledBack) => (words.called_back)(agent, at),
        (false, Spoken::CalledAgain) => (words.called_again)(agent, at),
    }
}

/// The time of day; with its date when that was not within a day of the list.
fn when(reader: &Reader, at: Millis, as_of: Millis) -> String {
    let time = clock_minutes(at, reader.utc_offset_seconds);
    if (as_of - at).abs() < DAY {
        return time;
    }
    format!("{time} {}", date(at, reader.utc_offset_seconds, reader.lang.words()))
}

#[cfg(test)]
mod tests;
