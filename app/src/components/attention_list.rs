use leptos::prelude::*;

use super::attention::{Matter, SHOWN, View, matters};
use super::here::here;
use super::no_scroll;
use crate::i18n::words;
use crate::state::Age;
use crate::state::live::{Link, use_live};
use crate::ui::{Icon, Level, LevelGlyph, each, flag, part, text};

/// "Cần xử lý ngay": what needs a person now, or the good news that nothing does.
#[component]
pub fn AttentionList() -> impl IntoView {
    let live = use_live();
    let words = words();
    let model = live.model;
    let found = Memo::new(move |_| {
        model.version.track();
        let now = live.clock.now.get();
        let (link, last_frame) = (live.link.get(), model.last_frame.get());
        let view = View {
            words,
            timer: live.polled.now.get(),
            now,
            trusted: live.polled.age.get().runs(),
            cut_off: matches!(link, Link::Lost | Link::Refused),
        };
        model.with_board(|board| matters(board, &view, |source| Age::of(Some(source), link, last_frame, now)))
    });
    let keys = Memo::new(move |_| {
        found.with(|found| found.iter().take(SHOWN).map(|matter| matter.key.clone()).collect::<Vec<_>>())
    });
    let more = Memo::new(move |_| found.with(|found| found.len().saturating_sub(SHOWN)));
    let calm = Memo::new(move |_| found.with(Vec::is_empty) && live.polled.age.get().runs());
    view! {
        <div class="pane-head">
            <h2>{words.attention.head}</h2>
            <span class="rest num">{text(move || found.with(Vec::len).to_string())}</span>
        </div>
        <ol class="attention">
            {each(keys, move |key| {
                    let matter = Memo::new(move |before: Option<&Option<Matter>>| {
                        found.with(|found| found.iter().find(|matter| matter.key == key).cloned())
                            .or_else(|| before.cloned().flatten())
                    });
                    view! { <Row matter/> }.into_any()
})}
        </ol>
        {part(move || (more.get() > 0).then(|| view! { <p class="attention-more">{(words.attention.more)(more.get())}</p> }))}
        {part(move || {
            calm.get()
                .then(|| {
                    view! {
                        <div class="calm">
                            <Icon name="check"/>
                            <p class="what">{words.attention.calm}</p>
                            <p class="why">{words.attention.calm_why}</p>
                        </div>
                    }
                })
        })}
    }
    .into_any()
}

#[component]
fn Row(matter: Memo<Option<Matter>>) -> impl IntoView {
    let level =
        Memo::new(move |_| matter.with(|matter| matter.as_ref().map_or(Level::Normal, |it| it.level)));
    let text = move |part: fn(&Matter) -> String| {
        move || matter.with(|matter| matter.as_ref().map(part).unwrap_or_default())
    };
    let here = here();
    let href = move || {
        let place = matter.with(|matter| matter.as_ref().and_then(|it| it.place.clone()));
        match place {
            Some((tab, row)) => here.but(&[("tab", Some(tab.name())), ("row", Some(&row))]),
            None => "#sources".to_owned(),
        }
    };
    view! {
        <li data-level=flag(move || level.get().name())>
            {part(move || {
                if level.get() == Level::Normal {
                    view! { <svg class="glyph" aria-hidden="true"><use href="#i-clock"></use></svg> }.into_any()
                } else {
                    view! { <LevelGlyph level/> }.into_any()
                }
            })}
            <span class="what">{text(|it| it.what.clone())}</span>
            <span class="since num">{text(|it| it.since.clone())}</span>
            <span class="why">{text(|it| it.why.clone())}</span>
            <span class="links">
                <a href=crate::ui::text(href) {..no_scroll()}>
                    {text(|it| it.link.to_owned())}
                </a>
            </span>
        </li>
    }
    .into_any()
}
