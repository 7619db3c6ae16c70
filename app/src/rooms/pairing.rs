use leptos::prelude::*;

use super::Room;
use super::qr::qr;

/// `/wall` before anybody has paired it: the code, large enough for the far end of the room, and the way to type it in.
#[derive(Debug, Clone)]
pub struct Pairing {
    /// `BCDF-GHJK`; `None`: too many screens ask at once, and this one asks again soon.
    pub code: Option<String>,
    pub expires: wire::Millis,
    /// The address people use: `https://callboard.example.vn`.
    pub origin: String,
}

const SCRIPT: &str = include_str!("scripts/pairing.js");
/// How often a screen whose browser runs no scripts asks whether it was paired, and one that got no code asks again.
const AGAIN_SECONDS: u32 = 10;

impl Room {
    pub fn pairing(&self, page: &Pairing) -> String {
        let words = &self.words().pairing;
        let address = format!("{}/pair", page.origin);
        let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        let body = match &page.code {
            Some(code) => view! {
                <div class="pair-body">
                    <div>
                        <h2>{words.wall_title}</h2>
                        <p class="pair-code" role="img" aria-label=(words.code_label)(&spelt(code))>
                            {code.split('-').map(|part| view! { <span>{part.to_owned()}</span> }).collect_view()}
                        </p>
                        <ol>
                            <li>{(words.step_open)(shown)}</li>
                            <li>{words.step_sign_in}</li>
                            <li>{words.step_enter}</li>
                        </ol>
                        <p class="other" lang=self.lang.other().code()>{words.other_language}</p>
                    </div>
                    <div>
                        {qr(&format!("{address}?code={code}"), words.qr)}
                        <p class="qr-cap">{words.qr_caption}</p>
                    </div>
                </div>
            }
            .into_any(),
            None => view! {
                <div class="pair-body">
                    <h2>{(words.busy)(u64::from(AGAIN_SECONDS))}</h2>
                </div>
            }
            .into_any(),
        };
        let left = (page.expires - self.now).max(0);
        let page_of_it = view! {
            <main class="tv pair" data-left=left.to_string() data-code=page.code.clone()>
                <header class="tv-head">
                    <svg class="mark-logo" aria-hidden="true">
                        <use href="#i-logo"></use>
                    </svg>
                    <h1>{self.site.clone()}</h1>
                    <div class="rest">
                        <span class="clock num" data-clock=(self.now + i64::from(self.utc_offset_seconds) * 1000).to_string()>
                            {crate::format::clock(self.now, self.utc_offset_seconds)}
                        </span>
                    </div>
                </header>
                {body}
                <footer class="pair-foot">
                    {page
                        .code
                        .as_ref()
                        .map(|_| {
                            view! {
                                <span>
                                    {words.still_valid} " " <b class="num" data-countdown="">{crate::format::duration(left)}</b>
                                </span>
                            }
                        })}
                    <span class="languages">{self.languages()}</span>
                    <span class="num" data-size=""></span>
                </footer>
            </main>
        };
        let again = view! {
            <noscript>
                <meta http-equiv="refresh" content=AGAIN_SECONDS.to_string()/>
            </noscript>
        };
        self.document(words.wall_title, again.into_any(), SCRIPT, page_of_it.into_any())
    }
}

/// One letter at a time, as it is read out.
fn spelt(code: &str) -> String {
    code.chars().map(|letter| if letter == '-' { ",".to_owned() } else { format!(" {letter}") }).collect()
}
