use leptos::prelude::*;

use super::CallsReader;
use super::address::given;
use super::filters::hidden;
use crate::calls::{Choices, SavedFilter};
use crate::components::no_scroll;
use crate::ui::Icon;

/// The reader's own filters: opened, saved under a name, taken away.
pub fn saved(reader: &CallsReader, choices: &Choices) -> Option<AnyView> {
    let filters = choices.saved.as_ref()?;
    let words = reader.words();
    let asked = reader.address.asked().query();
    let one = |filter: &SavedFilter| {
        let href =
            if filter.query.is_empty() { "/calls".to_owned() } else { format!("/calls?{}", filter.query) };
        let remove = reader.address.but(|address| address.remove = Some(filter.id.to_string()));
        let current = (filter.query == asked).then_some("true");
        view! {
            <li>
                <a class="choice" id=format!("saved-{}", filter.id) href=href aria-current={current} {..no_scroll()}>
                    {filter.name.clone()}
                </a>
                <a
                    class="btn quiet small icon-only"
                    id=format!("remove-{}", filter.id)
                    href=remove
                    aria-label=(words.remove_filter)(&filter.name)
                    title=(words.remove_filter)(&filter.name)
                    {..no_scroll()}
                >
                    <Icon name="x"/>
                </a>
            </li>
        }
    };
    let saved = view! {
        <details class="saved">
            <summary class="pick" id="saved">
                {words.saved}
                {(!filters.is_empty()).then(|| view! { <span class="label num">{filters.len()}</span> })}
                <Icon name="chev"/>
            </summary>
            <div class="box">
                {if filters.is_empty() {
                    view! { <p class="muted">{words.none_saved}</p> }.into_any()
                } else {
                    view! { <ul>{filters.iter().map(one).collect_view()}</ul> }.into_any()
                }}
                <form method="post" action="/calls/filters" data-keep="">
                    {hidden("query", Some(&asked))}
                    <label>
                        <span>{words.save_as}</span>
                        <input class="input" name="name" id="save-name" required maxlength="60" autocomplete="off"/>
                    </label>
                    <button class="btn">{words.save}</button>
                </form>
            </div>
        </details>
    };
    Some(saved.into_any())
}

/// Before one is taken away, and what was done.
pub fn question(reader: &CallsReader, choices: &Choices) -> Option<AnyView> {
    let words = reader.words();
    if let Some(said) = given(&reader.address.said).and_then(words.said) {
        return Some(view! { <p class="question" role="status">{said}</p> }.into_any());
    }
    let id = given(&reader.address.remove)?;
    let filter = choices.saved.iter().flatten().find(|filter| filter.id.to_string() == id)?;
    let asked = reader.address.asked();
    let question = view! {
        <form class="question" method="post" action=format!("/calls/filters/{}/remove", filter.id) data-keep="">
            {hidden("query", Some(&asked.query()))}
            <span>{(words.remove_question)(&filter.name)}</span>
            <button class="btn small" id="remove-yes">{words.remove}</button>
            <a class="btn quiet small" id="remove-no" href=asked.href() {..no_scroll()}>
                {words.keep}
            </a>
        </form>
    };
    Some(question.into_any())
}
