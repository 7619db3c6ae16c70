use leptos::prelude::*;

use super::CallsReader;
use super::lanes::lanes;
use super::row::{call_back, number, play};
use super::steps::steps;
use crate::calls::OpenedCall;
use crate::components::no_scroll;
use crate::format::{duration, phone};
use crate::ui::Icon;

/// One call: its way as a picture and in words, how it ended, and how anybody knows.
pub fn opened(reader: &CallsReader, open: &OpenedCall) -> AnyView {
    let words = reader.words();
    let call = &open.call;
    let number = number(reader, call);
    let title = format!("{} · {number}", reader.date_and_clock(call.started));
    let total = duration((open.until - call.started).max(0));
    let direction = (reader.lang.words().direction)(call.direction);
    let told = if open.by_events { words.told_by_events } else { words.told_by_facts };
    view! {
        <div class="opened" data-opened=open.id.clone()>
            <div class="left">
                <div class="sub">
                    <h2>{title.clone()}</h2>
                    <span class="faint">{(words.summary)(direction, &total)}</span>
                    {play(reader, call, &title)}
                    {call_back(reader, call)}
                    <a
                        class="btn quiet small icon-only shut"
                        id="shut"
                        href=reader.address.opening(None)
                        aria-label=words.close
                        title=words.close
                        {..no_scroll()}
                    >
                        <Icon name="x"/>
                    </a>
                </div>
                {lanes(reader, open)}
                <p class="sources">
                    {told} " " {(words.joined)(open.joined)}
                    {open.is_cut.then(|| view! { " " <b>{words.cut}</b> })}
                    {open.line.as_deref().map(|line| view! { " " {(words.line)(&phone(line))} })}
                </p>
            </div>
            <div class="right">
                <div class="sub">
                    <h2>{words.way}</h2>
                </div>
                {steps(reader, open)}
            </div>
        </div>
    }
    .into_any()
}
