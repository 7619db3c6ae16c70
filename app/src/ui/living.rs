//! Parts of a page that change. Each has one type, whatever closure it reads: the page's program would otherwise
//! carry the machinery of drawing, redrawing and taking over once for every closure, and weigh half as much again.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

type Shared<Value> = Arc<Mutex<dyn FnMut() -> Value + Send>>;

/// Text that changes.
pub type Text = Shared<String>;
/// An attribute that changes, or is absent.
pub type Flag = Shared<Option<&'static str>>;
/// HTML that changes.
pub type Part = Shared<AnyView>;

pub fn text<Words: Into<String>>(mut read: impl FnMut() -> Words + Send + 'static) -> Text {
    Arc::new(Mutex::new(move || read().into()))
}

pub fn flag<Word: Into<Option<&'static str>>>(mut read: impl FnMut() -> Word + Send + 'static) -> Flag {
    Arc::new(Mutex::new(move || read().into()))
}

pub fn part<Drawn: IntoPart>(mut draw: impl FnMut() -> Drawn + Send + 'static) -> Part {
    Arc::new(Mutex::new(move || draw().into_part()))
}

/// HTML, or none.
pub trait IntoPart {
    fn into_part(self) -> AnyView;
}

impl IntoPart for AnyView {
    fn into_part(self) -> AnyView {
        self
    }
}

impl<Drawn: IntoAny> IntoPart for Option<Drawn> {
    fn into_part(self) -> AnyView {
        self.map_or_else(|| ().into_any(), IntoAny::into_any)
    }
}

/// One piece of HTML an id, in the order of the ids; a row that stays is not drawn again.
pub fn each(
    ids: impl Into<Signal<Vec<String>>>,
    row: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    each_shared(ids.into(), Arc::new(row))
}

fn each_shared(ids: Signal<Vec<String>>, row: Arc<dyn Fn(String) -> AnyView + Send + Sync>) -> AnyView {
    view! { <For each=move || ids.get() key=String::clone children=move |id| row(id)/> }.into_any()
}
