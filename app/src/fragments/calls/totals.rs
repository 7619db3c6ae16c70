use leptos::prelude::*;

use super::CallsReader;
use crate::calls::{Total, Totals};
use crate::components::no_scroll;
use crate::fragments::value::value;
use crate::ui::Icon;

/// What the ledger counts in the list's window: the same figures as the board, the report and the API.
pub fn totals(reader: &CallsReader, totals: &Totals) -> AnyView {
    let words = reader.words();
    let at = reader.clock(totals.as_of);
    let matches = totals.matches_board.map(|same| {
        let (icon, said) =
            if same { ("check", words.matches_board) } else { ("clock", words.differs_from_board) };
        view! {
            <span class="ok" data-agrees=same.to_string()>
                <Icon name=icon/>
                {said(&at)}
            </span>
        }
    });
    view! {
        <div class="summary">
            {totals.numbers.iter().map(|total| number(reader, total)).collect_view()}
            {matches}
            {totals.is_wider.then(|| view! { <span class="faint wider">{words.wider}</span> })}
            <span class="rest faint num">{(words.as_of)(&at)}</span>
        </div>
    }
    .into_any()
}

/// A number that leads to the rows that make it.
fn number(reader: &CallsReader, total: &Total) -> AnyView {
    let id = &total.definition.id;
    let shown = value(total.definition.unit, total.part, total.of, reader.lang.words());
    let is_open = reader.address.drill.as_ref() == Some(id);
    let href = if is_open {
        reader.address.but(|_| ())
    } else {
        reader.address.but(|address| address.drill = Some(id.clone()))
    };
    let formula = super::super::drill::spoken(&total.definition.formula, reader.lang);
    view! {
        <a
            class="total"
            id=format!("total-{id}")
            data-kpi=id.clone()
            data-part=total.part
            data-of=total.of
            href=href
            title=formula
            aria-current={is_open.then_some("true")}
            {..no_scroll()}
        >
            <b class="num">{shown.text}</b>
            " "
            {(reader.words().total)(id)}
        </a>
    }
    .into_any()
}
