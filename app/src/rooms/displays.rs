use leptos::prelude::*;

use super::parts::{Field, button, confirm, field, glyph, glyph_level, radio, said};
use super::{Choice, Room, Said};
use crate::format::age;
use crate::ui::Icon;

/// `/settings/displays`: the fleet.
#[derive(Debug, Clone)]
pub struct Displays {
    pub displays: Vec<Display>,
    pub boards: Vec<Choice>,
    pub said: Option<(Said, String)>,
}

/// A screen that was paired.
#[derive(Debug, Clone)]
pub struct Display {
    pub id: String,
    pub name: String,
    /// The board's id.
    pub board: String,
    /// For one desk rather than for the room.
    pub is_desk: bool,
    /// It has been heard of within the last seconds.
    pub is_online: bool,
    pub last_seen: Option<wire::Millis>,
    pub heard: Option<Heard>,
}

/// What a screen last said of itself.
#[derive(Debug, Clone)]
pub struct Heard {
    pub version: String,
    pub resolution: String,
    /// When its last frame came.
    pub last_frame: Option<wire::Millis>,
    pub uptime: wire::Millis,
    pub address: String,
}

/// A screen gets a frame each ten seconds at most; three of them missing is no chance.
const OLD_FRAME: wire::Millis = 30_000;

impl Room {
    pub fn displays(&self, page: &Displays) -> String {
        let displays = &self.words().displays;
        let online = page.displays.iter().filter(|display| display.is_online).count();
        let list = if page.displays.is_empty() {
            view! {
                <p class="lead">
                    <b>{displays.none}</b>
                    " "
                    {displays.none_why}
                </p>
            }
            .into_any()
        } else {
            view! {
                <ul class="fleet" id="fleet" data-follow="">
                    {page.displays.iter().map(|display| self.display(display, &page.boards)).collect_view()}
                </ul>
            }
            .into_any()
        };
        let body = view! {
            {said(self, &page.said, None)}
            <div class="bar">
                <p class="num" id="fleet-sum">{(displays.sum)(page.displays.len(), online)}</p>
                <noscript>
                    <a class="btn small" href="/settings/displays">{displays.refresh}</a>
                </noscript>
                <a class="btn primary" href="/pair">
                    <Icon name="tv"/>
                    {displays.pair}
                </a>
            </div>
            {list}
        };
        self.desk(displays.title, body.into_any())
    }

    fn display(&self, display: &Display, boards: &[Choice]) -> AnyView {
        let words = self.words();
        let displays = &words.displays;
        let path = |what: &str| format!("/settings/displays/{}/{what}", display.id);
        let board = boards.iter().find(|board| board.id == display.board);
        let profile = if display.is_desk { displays.desk } else { displays.floor };
        let heard = display.heard.as_ref();
        let ago =
            |at: Option<wire::Millis>| at.map_or_else(|| words.common.never.to_owned(), |at| self.ago(at));
        let fact = |name: &'static str, value: String| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd class="num">{value}</dd>
                </div>
            }
        };
        view! {
            <li id=format!("display-{}", display.id) data-online=display.is_online.to_string()>
                <div class="what">
                    <h2>{display.name.clone()}</h2>
                    <p class="muted">
                        {board.map_or_else(|| display.board.clone(), |board| board.name.clone())} " · " {profile}
                    </p>
                    {self.display_state(display)}
                </div>
                <dl class="facts">
                    {fact(displays.last_frame, ago(heard.and_then(|heard| heard.last_frame)))}
                    {heard
                        .map(|heard| {
                            view! {
                                {fact(displays.uptime, age(heard.uptime, self.lang.words()))}
                                {fact(displays.resolution, heard.resolution.clone())}
                                {fact(displays.version, heard.version.clone())}
                                {fact(displays.address, heard.address.clone())}
                            }
                        })}
                </dl>
                <div class="acts">
                    {button(path("identify"), displays.identify, &display.name)}
                    {button(path("reload"), displays.reload, &display.name)}
                    {self.display_form(display, boards)}
                    {confirm(path("revoke"), displays.revoke, displays.revoke_why, displays.revoke_do, &display.name)}
                </div>
            </li>
        }
        .into_any()
    }

    fn display_state(&self, display: &Display) -> AnyView {
        let displays = &self.words().displays;
        let old = display.heard.as_ref().and_then(|heard| heard.last_frame).map(|at| self.now - at);
        let (shape, says) = match (display.is_online, old, display.last_seen) {
            (true, Some(old), _) if old > OLD_FRAME => {
                (glyph_level("late"), (displays.old_numbers)(&age(old, self.lang.words())))
            }
            (true, ..) => (glyph("available"), displays.online.to_owned()),
            (false, _, Some(at)) => {
                (glyph("offline"), (displays.silent)(&age((self.now - at).max(0), self.lang.words())))
            }
            (false, _, None) => (glyph("unknown"), displays.never.to_owned()),
        };
        view! {
            <p class="state">
                {shape}
                <span>{says}</span>
            </p>
        }
        .into_any()
    }

    fn display_form(&self, display: &Display, boards: &[Choice]) -> AnyView {
        let (common, displays) = (&self.words().common, &self.words().displays);
        let name = Field {
            name: "name",
            label: displays.name,
            value: &display.name,
            longest: 64,
            ..Field::default()
        };
        view! {
            <details class="confirm">
                <summary class="btn small" aria-label=format!("{}: {}", common.change, display.name)>{common.change}</summary>
                <form method="post" action=format!("/settings/displays/{}", display.id) class="form">
                    {self.screen_fields(name, &display.id, boards, &display.board, display.is_desk)}
                    <button class="btn small primary" type="submit">{common.save}</button>
                </form>
            </details>
        }
        .into_any()
    }

    /// Name, board and profile of a screen: at pairing, and afterwards.
    pub(super) fn screen_fields(
        &self,
        name: Field<'_>,
        id: &str,
        boards: &[Choice],
        board: &str,
        is_desk: bool,
    ) -> AnyView {
        let displays = &self.words().displays;
        let select_id = format!("board-{id}");
        let options = boards.iter().map(|choice| {
            view! { <option value=choice.id.clone() selected=choice.id == board>{choice.name.clone()}</option> }
        });
        view! {
            {if id.is_empty() { field(self, name) } else { plain_name(name, id) }}
            <div class="field">
                <label for=select_id.clone()>{displays.board}</label>
                <select class="input" id=select_id name="board">
                    {options.collect_view()}
                </select>
            </div>
            <fieldset class="field choices">
                <legend>{displays.profile}</legend>
                {radio("profile", "floor", displays.floor, displays.floor_why, !is_desk)}
                {radio("profile", "desk", displays.desk, displays.desk_why, is_desk)}
            </fieldset>
        }
        .into_any()
    }
}

/// A name whose id is its own, where a page has several.
fn plain_name(name: Field<'_>, id: &str) -> AnyView {
    let id = format!("name-{id}");
    view! {
        <div class="field">
            <label for=id.clone()>{name.label.to_owned()}</label>
            <input class="input" id=id name="name" value=name.value.to_owned() required maxlength="64" autocomplete="off"/>
        </div>
    }
    .into_any()
}
