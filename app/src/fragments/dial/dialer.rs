use leptos::prelude::*;

use super::words::DialPartWords;
use super::{Asked, Phone, Reader};
use crate::format::phone;
use crate::ui::Icon;

/// The number field. Every question and every refusal is in it from the start, hidden; `public/dial.js` shows the one
/// that the server names.
pub fn dialer(reader: &Reader, device: Phone, asked: &Asked) -> String {
    let words = reader.lang.dial();
    let (number, call) = match asked {
        Asked::Nothing | Asked::NoSuchCall => (String::new(), None),
        Asked::Number(number) => (phone(number), None),
        Asked::Unfit(text) => (text.clone(), None),
        Asked::Call { id, number } => (phone(number), Some(id.clone())),
    };
    // What is masked cannot be dialled by its digits: the field stays empty, the call's id is asked for.
    let field = Some(number.clone()).filter(|number| !number.contains('•')).unwrap_or_default();
    let asks = matches!(asked, Asked::Number(_) | Asked::Call { .. });
    let refused = match asked {
        Asked::Unfit(_) => Some("bad_number"),
        Asked::NoSuchCall => Some("call_unknown"),
        Asked::Nothing | Asked::Number(_) | Asked::Call { .. } => None,
    };
    view! {
        <form
            class="dialer"
            action="/dial"
            method="get"
            data-ask=asks.then_some(number)
            data-call=call
            data-refused=refused
        >
            <div class="field">
                <label for="number">{words.label}</label>
                <div class="go">
                    <input
                        id="number"
                        name="number"
                        class="input num"
                        r#type="tel"
                        inputmode="tel"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder="0901 234 567"
                        value=field
                        aria-describedby="dial-says dial-hint"
                    />
                    <button class="btn primary" r#type="submit">
                        <span class="ready"><Icon name="phone"/>{words.call}</span>
                        <span class="busy"><span class="spinner"></span>{words.calling}</span>
                    </button>
                </div>
                <div id="dial-says" role="status">{problems(words)}</div>
                <p class="hint" id="dial-hint">{hint(words, device)}</p>
                <p class="needs-scripts">{words.needs_scripts}</p>
            </div>
        </form>
        {ask(words)}
        {tel(words)}
    }
    .into_any()
    .to_html()
}

fn hint(words: &'static DialPartWords, device: Phone) -> AnyView {
    match device {
        Phone::Own => view! { <span>{words.hint}</span> }.into_any(),
        Phone::Shared => to_account(words, words.shared_phone),
        Phone::None => to_account(words, words.no_phone),
    }
}

fn problems(words: &'static DialPartWords) -> AnyView {
    let line = |problem: &'static str, says: AnyView| {
        view! {
            <p class="error" data-problem=problem hidden="">
                <svg class="glyph" data-level="breach" role="img" aria-label=words.over>
                    <use href="#g-breach"></use>
                </svg>
                {says}
            </p>
        }
    };
    let known = words.problems.into_iter().map(|(problem, says)| {
        let again = (problem == "upstream_timed_out").then(|| {
            view! { " " <button class="btn small" r#type="button" data-again="" hidden="">{words.call_again}</button> }
        });
        line(problem, view! { <span>{says} {again}</span> }.into_any())
    });
    let [before, after] = words.too_often;
    let too_often =
        view! { <span>{before} <b class="num" data-seconds="">"60"</b> {after}</span> }.into_any();
    let not_set_up = to_account(words, words.not_configured);
    view! {
        {known.collect_view()}
        {line("calling_too_often", too_often)}
        {line("not_configured", not_set_up)}
    }
    .into_any()
}

fn to_account(words: &'static DialPartWords, why: &'static str) -> AnyView {
    view! { <span>{why} " " <a href="/account" rel="external">{words.set_up}</a> "."</span> }.into_any()
}

/// The question before a call that nobody may make by accident. The focus is on the answer that does nothing.
fn ask(words: &'static DialPartWords) -> AnyView {
    let [before, after] = words.ask;
    let reasons = words.reasons.into_iter().map(|(reason, says)| {
        view! { <p data-reason=reason hidden="">{says}</p> }
    });
    view! {
        <dialog class="ask" aria-labelledby="ask-what" aria-describedby="ask-why">
            <form method="dialog">
                <h2 id="ask-what">{before} <b class="phone num" data-number=""></b> {after}</h2>
                <div id="ask-why">
                    <p data-reason="link" hidden="">{words.ask_why}</p>
                    {reasons.collect_view()}
                </div>
                <div class="acts">
                    <button class="btn" value="no" autofocus="">{words.cancel}</button>
                    <button class="btn primary" value="yes"><Icon name="phone"/>{words.call}</button>
                </div>
            </form>
        </dialog>
    }
    .into_any()
}

/// This page as the browser's way to open `tel:` links.
fn tel(words: &'static DialPartWords) -> AnyView {
    view! {
        <details class="tel">
            <summary>{words.tel}</summary>
            <p>{words.tel_why}</p>
            <p data-tel="missing">{words.tel_missing}</p>
            <p data-tel="able" hidden="">
                <button class="btn" r#type="button" data-register="">{words.tel_button}</button>
            </p>
            <p role="status"><span data-tel="asked" hidden="">{words.tel_asked}</span></p>
        </details>
    }
    .into_any()
}
