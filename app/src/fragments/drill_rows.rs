use leptos::prelude::*;

use super::Reader;
use super::parts::icon;
use super::value::time;
use crate::explained::{Drill, DrillRow, Role};
use crate::format::{percent_encoded, phone, short_name};
use crate::ui::Icon;

/// Which columns the rows of a list fill.
#[derive(Clone, Copy)]
struct Columns<'a> {
    kpi: &'a str,
    queue: bool,
    number: bool,
    agent: bool,
    /// Talk, or an agent's time, instead of the wait.
    talked: bool,
}

/// The list itself: a call, a passage, a missed offer or a stretch of an agent's time a row.
pub fn drill_rows(reader: &Reader, drill: &Drill) -> AnyView {
    let words = reader.words();
    if drill.rows.is_empty() {
        return view! { <p class="none-yet">{words.drill.none}</p> }.into_any();
    }
    let any = |has: fn(&DrillRow) -> bool| drill.rows.iter().any(has);
    let of_agents = matches!(drill.definition.id.as_str(), "talk" | "missed" | "occupancy" | "available");
    let columns = Columns {
        kpi: &drill.definition.id,
        queue: any(|row| row.queue.is_some()) && !of_agents,
        number: any(|row| row.key.is_some()),
        agent: of_agents,
        talked: !any(|row| row.waited.is_some()),
    };
    let calls = columns.number;
    let length = match (columns.talked, calls) {
        (false, _) => words.drill.waited,
        (true, true) => words.drill.talked,
        (true, false) => words.drill.lasted,
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=words.drill.rows>
            <table class="table drill-rows">
                <caption class="sr">{words.drill.rows}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.drill.time}</th>
                        {columns.queue.then(|| view! { <th scope="col">{words.drill.queue}</th> })}
                        {columns.number.then(|| view! { <th scope="col">{words.drill.number}</th> })}
                        {columns.agent.then(|| view! { <th scope="col">{words.drill.agent}</th> })}
                        <th scope="col" class="n">{length}</th>
                        <th scope="col">{words.drill.result}</th>
                    </tr>
                </thead>
                <tbody>{drill.rows.iter().map(|row| line(reader, columns, row)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(reader: &Reader, columns: Columns<'_>, row: &DrillRow) -> AnyView {
    let (words, kpi) = (reader.words(), columns.kpi);
    let short = |name: &str| short_name(name).to_owned();
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let number = row.number.as_deref().map_or_else(|| words.drill.unknown_number.to_owned(), phone);
    let at = reader.clock(row.at);
    // A call has an address of its own; an agent's time has none.
    let at = match &row.key {
        Some(key) => view! {
            <a href=format!("/calls?call={}", percent_encoded(key, ":@")) title=words.drill.explain>
                {at}
            </a>
        }
        .into_any(),
        None => at.into_any(),
    };
    let who = row.agent.as_deref().map(short);
    view! {
        <tr data-role=role(row.role) data-drilled=row.key.clone()>
            <td class="num">{at}</td>
            {columns.queue.then(|| view! { <td class="muted">{text(&row.queue)}</td> })}
            {columns.number.then(|| view! { <td class="phone num">{revealed(reader, row, number)}</td> })}
            {columns.agent.then(|| view! { <td class="name">{who.clone().unwrap_or_else(|| "–".to_owned())}</td> })}
            <td class="n num">{time(if columns.talked { row.talked } else { row.waited })}</td>
            <td title=who>
                <span class="result">
                    <Icon name=icon(kpi, row.role, row.why)/>
                    {words.told_short(kpi, row.why)}
                </span>
            </td>
        </tr>
    }
    .into_any()
}

/// A masked number opens itself to who may ask for it, in a page of its own.
fn revealed(reader: &Reader, row: &DrillRow, number: String) -> AnyView {
    let is_masked = row.number.as_deref().is_some_and(|number| number.starts_with('•'));
    match row.key.as_deref().filter(|_| is_masked && reader.reveals) {
        Some(key) => view! {
            <form method="post" action=format!("/api/v1/calls/{}/reveal", percent_encoded(key, "")) target="_blank">
                <button class="btn small ghost num" title=reader.words().drill.reveal>
                    {number}
                </button>
            </form>
        }
        .into_any(),
        None => number.into_any(),
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Counted => "counted",
        Role::Against => "against",
        Role::LeftOut => "left-out",
    }
}
