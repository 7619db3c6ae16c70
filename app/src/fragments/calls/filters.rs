use leptos::prelude::*;

use super::address::{CallsAddress, WINDOWS, given};
use super::{CallsReader, saved};
use crate::calls::{CallResult, Choices};
use crate::components::no_scroll;
use crate::ui::Icon;

/// What can be looked for: a form that works without scripts; with them a change is followed at once.
pub fn filters(reader: &CallsReader, choices: &Choices) -> AnyView {
    let words = reader.words();
    let address = &reader.address;
    let results = CallResult::ALL.map(|result| (result.word().to_owned(), (words.result)(result).to_owned()));
    let direction =
        |word: &str, direction| (word.to_owned(), (reader.lang.words().direction)(direction).to_owned());
    let directions = [
        direction("inbound", wire::Direction::Inbound),
        direction("outbound", wire::Direction::Outbound),
        direction("internal", wire::Direction::Internal),
    ];
    if address.is_of_lost() {
        return of_lost(reader, choices);
    }
    view! {
        {views(reader)}
        <div class="filters">
            <form method="get" action="/calls" role="search" aria-label=words.find data-follow="">
                {hidden("window", address.window().filter(|window| *window != "today"))}
                {hidden("sort", given(&address.sort))}
                {when(reader, choices)}
                {select("queue", words.queue, &choices.queues, given(&address.queue))}
                {select("agent", words.person, &choices.agents, given(&address.agent))}
                {select("result", words.result_head, &results, given(&address.result))}
                {select("direction", words.direction_head, &directions, given(&address.direction))}
                <input
                    class="input"
                    type="search"
                    name="q"
                    id="find"
                    value=given(&address.q).unwrap_or_default().to_owned()
                    placeholder=words.placeholder
                    aria-label=words.find
                    autocomplete="off"
                    spellcheck="false"
                    data-key="/"
                />
                <button class="btn" id="look">{words.look}</button>
                {address
                    .is_narrowed()
                    .then(|| {
                        let all = CallsAddress {
                            window: address.window.clone(),
                            from: address.from.clone(),
                            to: address.to.clone(),
                            ..CallsAddress::default()
                        };
                        view! {
                            <a class="btn quiet" id="clear" href=all.href() {..no_scroll()}>
                                <Icon name="x"/>
                                {words.clear}
                            </a>
                        }
                    })}
            </form>
            <div class="rest">
                {saved::saved(reader, choices)}
                <button type="button" class="btn" id="copy" data-copy="" data-copied=words.copied>
                    <Icon name="link"/>
                    <span>{words.copy}</span>
                </button>
                <a class="btn" id="csv" href=address.csv() rel="external" download="">
                    <Icon name="get"/>
                    "CSV"
                </a>
            </div>
        </div>
        {saved::question(reader, choices)}
    }
    .into_any()
}

/// Calls, or whom to call back.
fn views(reader: &CallsReader) -> AnyView {
    let words = reader.words();
    let is_of_lost = reader.address.is_of_lost();
    let asked = reader.address.asked();
    let lost = CallsAddress {
        view: Some("lost".to_owned()),
        window: asked.window.clone(),
        from: asked.from.clone(),
        to: asked.to.clone(),
        queue: asked.queue.clone(),
        ..CallsAddress::default()
    };
    let link = |id: &'static str, label: &'static str, href: String, is_here: bool| {
        view! {
            <a id=id class="choice" href=href aria-current={is_here.then_some("page")} {..no_scroll()}>
                {label}
            </a>
        }
    };
    view! {
        <nav class="views" aria-label=words.views>
            {link("view-calls", words.calls, asked.href(), !is_of_lost)}
            {link("view-lost", words.lost, lost.href(), is_of_lost)}
        </nav>
    }
    .into_any()
}

/// Lost callers are looked for by time and queue.
fn of_lost(reader: &CallsReader, choices: &Choices) -> AnyView {
    let words = reader.words();
    let address = &reader.address;
    view! {
        {views(reader)}
        <div class="filters">
            <form method="get" action="/calls" role="search" aria-label=words.lost data-follow="">
                {hidden("view", Some("lost"))}
                {hidden("window", address.window().filter(|window| *window != "today"))}
                {when(reader, choices)}
                {select("queue", words.queue, &choices.queues, given(&address.queue))}
                <button class="btn" id="look">{words.look}</button>
            </form>
        </div>
    }
    .into_any()
}

/// Windows by name, and from when until when.
fn when(reader: &CallsReader, choices: &Choices) -> AnyView {
    let words = reader.words();
    let address = &reader.address;
    let window = address.window();
    let shown = format!("{} → {}", told(&choices.from), told(&choices.until));
    let label = window.map_or(words.span, words.window);
    let has_span = window.is_none();
    let links = WINDOWS.map(|name| {
        let href = CallsAddress {
            window: (name != "today").then(|| name.to_owned()),
            from: None,
            to: None,
            view: address.view.clone(),
            ..address.asked()
        };
        let current = (window == Some(name)).then_some("true");
        view! {
            <a class="choice" id=format!("window-{name}") href=href.href() aria-current={current} {..no_scroll()}>
                {(words.window)(name)}
            </a>
        }
    });
    let time = |name: &'static str, label: &'static str, value: &str| {
        let value = if has_span { value.to_owned() } else { String::new() };
        view! {
            <label>
                <span>{label}</span>
                <input class="input" type="datetime-local" name=name id=format!("time-{name}") value=value/>
            </label>
        }
    };
    view! {
        <details class="when">
            <summary class="pick" data-set="" id="when">
                <span class="label">{label}</span>
                <span class="num">{shown}</span>
                <Icon name="chev"/>
            </summary>
            <div class="box">
                <nav class="windows" aria-label=words.time>{links.into_iter().collect_view()}</nav>
                {time("from", words.from, &choices.from)}
                {time("to", words.to, &choices.until)}
                <button class="btn">{words.look}</button>
            </div>
        </details>
    }
    .into_any()
}

/// `2026-11-20T08:00` as `20/11 08:00`.
fn told(time: &str) -> String {
    let (Some(month), Some(day), Some(clock)) = (time.get(5..7), time.get(8..10), time.get(11..16)) else {
        return time.to_owned();
    };
    format!("{day}/{month} {clock}")
}

fn select(
    name: &'static str,
    label: &'static str,
    options: &[(String, String)],
    chosen: Option<&str>,
) -> AnyView {
    // Who left, or was never known, is looked for all the same.
    let unknown = chosen.filter(|chosen| !options.iter().any(|(id, _)| id == chosen)).map(|chosen| {
        view! { <option value=chosen.to_owned() selected=true>{chosen.to_owned()}</option> }
    });
    view! {
        <select
            class="pick"
            name=name
            id=format!("pick-{name}")
            aria-label=label
            data-set={chosen.map(|_| "")}
        >
            <option value="">{label}</option>
            {unknown}
            {options
                .iter()
                .map(|(id, text)| {
                    view! { <option value=id.clone() selected=chosen == Some(id.as_str())>{text.clone()}</option> }
                })
                .collect_view()}
        </select>
    }
    .into_any()
}

pub fn hidden(name: &'static str, value: Option<&str>) -> Option<AnyView> {
    let value = value?.to_owned();
    Some(view! { <input type="hidden" name=name value=value/> }.into_any())
}
