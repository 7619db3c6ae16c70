//! The dock at the foot of a desk's pages, in which recordings play. Only the server draws it, once a page load and
//! outside what the page's program draws; what it does is `public/player.js`.

mod words;

use leptos::prelude::*;

use crate::ui::Icon;
use crate::visit::Lang;

/// What may be chosen, times life's own speed.
const RATES: [&str; 5] = ["0.75", "1", "1.25", "1.5", "2"];

/// Hidden until a link `a[data-play]` is followed.
pub fn player(lang: Lang) -> AnyView {
    let (words, general) = (lang.player(), lang.words());
    let rate = |rate: &'static str| {
        let told = format!("{rate}×").replace('.', &general.decimal_mark.to_string());
        view! {
            <button type="button" class="choice" data-rate=rate aria-pressed=(rate == "1").to_string()>
                {told}
            </button>
        }
    };
    let why = |&(code, sentence): &(&'static str, &'static str)| {
        // Trying again would not help.
        let is_final = matches!(code, "no_recording" | "recording_expired" | "not_allowed");
        view! {
            <li data-why=code data-final=is_final.then_some("")>
                {sentence}
            </li>
        }
    };
    view! {
        <aside class="player" id="player" aria-label=words.name hidden>
            <audio preload="auto"></audio>
            <button
                type="button"
                class="toggle"
                data-play=words.play
                data-pause=words.pause
                data-key=words.space
                aria-label=words.play
                aria-keyshortcuts="Space"
            >
                <Icon name="play"/>
            </button>
            <b class="title"></b>
            <span class="skips">
                <button type="button" class="btn quiet small num back" aria-label=words.back title=format!("{} (←)", words.back) aria-keyshortcuts="ArrowLeft">
                    "−10"
                </button>
                <button type="button" class="btn quiet small num on" aria-label=words.on title=format!("{} (→)", words.on) aria-keyshortcuts="ArrowRight">
                    "+10"
                </button>
            </span>
            <span class="num at">"0:00"</span>
            <input class="bar" type="range" min="0" max="1" step="any" value="0" aria-label=words.position data-of=words.of disabled/>
            <span class="num total">"–:––"</span>
            <span class="rates" role="group" aria-label=words.speed title=words.speed_keys aria-keyshortcuts="< >">
                {RATES.map(rate).into_iter().collect_view()}
            </span>
            <p class="said" role="status" data-loading=words.loading></p>
            <button type="button" class="btn small again">{words.again}</button>
            <a class="btn quiet small get" download="" rel="external" title=words.download_why>
                <Icon name="get"/>
                <span>{words.download}</span>
            </a>
            <button type="button" class="btn quiet small icon-only shut" aria-label=words.close title=format!("{} (Esc)", words.close) aria-keyshortcuts="Escape">
                <Icon name="x"/>
            </button>
            <ul hidden>{words.whys.iter().map(why).collect_view()}</ul>
        </aside>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dock(lang: Lang) -> String {
        Owner::new().with(|| player(lang).to_html())
    }

    #[test]
    fn both_languages_know_the_same_reasons() {
        let codes = |lang: Lang| lang.player().whys.map(|(code, _)| code);
        assert_eq!(codes(Lang::Vi), codes(Lang::En));
        assert_eq!(codes(Lang::Vi).last(), Some(&"other"), "it stands for any other code");
    }

    #[test]
    fn the_dock_is_shut_and_names_speeds_as_the_language_does() {
        let (vi, en) = (dock(Lang::Vi), dock(Lang::En));
        assert!(vi.contains("<aside id=\"player\" aria-label=\"Nghe ghi âm\" hidden"), "{vi}");
        assert!(vi.contains("0,75×") && en.contains("0.75×"), "{vi}\n{en}");
        assert_eq!(en.matches("aria-pressed=\"true\"").count(), 1, "{en}");
        assert!(en.contains("data-why=\"not_allowed\" data-final"), "{en}");
        assert!(!en.contains("data-why=\"recording_not_ready\" data-final"), "{en}");
    }
}
