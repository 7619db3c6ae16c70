use leptos::prelude::*;

use super::Reader;
use super::drill::spoken;
use crate::explained::Definition;

/// The ids of the five tiles, in their order on the strip.
const TILES: [&str; 5] = ["waiting", "longest-wait", "service-level", "available", "abandon-rate"];

/// What each tile means, one text a tile: `definition-…` describes the tile's link, and shows on hover and focus.
pub fn definitions(reader: &Reader, definitions: &[Definition]) -> AnyView {
    TILES
        .into_iter()
        .map(|id| {
            let (name, formula) = match definitions.iter().find(|definition| definition.id == id) {
                Some(it) => (spoken(&it.name, reader.lang), spoken(&it.formula, reader.lang)),
                None => of_this_moment(reader, id),
            };
            view! {
                <p class="definition" id=format!("definition-{id}") role="tooltip">
                    <b>{name}</b>
                    " "
                    {formula}
                </p>
            }
        })
        .collect_view()
        .into_any()
}

/// Numbers that the board itself counts.
fn of_this_moment(reader: &Reader, id: &str) -> (String, String) {
    let words = &reader.words().drill;
    let (name, formula) = match id {
        "waiting" => (words.waiting_name, words.waiting_formula),
        "longest-wait" => (words.longest_name, words.longest_formula),
        "available" => (words.available_name, words.available_formula),
        // Not among the definitions: then there is no figure either.
        _ => ("", ""),
    };
    (name.to_owned(), formula.to_owned())
}
