use leptos::prelude::*;

use super::Room;

impl Room {
    /// A page that is not for this role (403): whom it is not for, and where to go.
    pub fn refused(&self) -> String {
        let words = self.words();
        let why = self.me.as_ref().map(|me| (words.refused_why)(me.role));
        let body = view! {
            <p class="lead">{why}</p>
            <p>
                <a class="btn primary" href="/">{self.lang.words().page.lost_back}</a>
            </p>
        };
        self.desk(words.refused_title, body.into_any())
    }
}
