//! Questions to the server from the browser: small JSON both ways.

use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response};

/// Why there is no answer.
#[derive(Debug)]
pub enum NoAnswer {
    /// The request did not reach the server.
    Offline,
    /// The server refused; the body it sent with the refusal, if it was text.
    Refused { body: String },
    /// The answer was not what was asked for.
    Garbled,
}

/// A fragment's HTML, whatever its status: the server draws its refusals too.
pub async fn text(url: &str) -> Result<String, NoAnswer> {
    let response = send(url, &RequestInit::new()).await?;
    let text = response.text().map_err(|_| NoAnswer::Garbled)?;
    JsFuture::from(text).await.ok().and_then(|text| text.as_string()).ok_or(NoAnswer::Garbled)
}

pub async fn post<Answer: DeserializeOwned>(
    url: &str,
    question: &impl Serialize,
) -> Result<Answer, NoAnswer> {
    let init = RequestInit::new();
    init.set_method("POST");
    let body = serde_json::to_string(question).map_err(|_| NoAnswer::Garbled)?;
    init.set_body(&JsValue::from_str(&body));
    let headers = Headers::new().map_err(|_| NoAnswer::Garbled)?;
    headers.set("content-type", "application/json").map_err(|_| NoAnswer::Garbled)?;
    init.set_headers(&headers);
    read(send(url, &init).await?).await
}

async fn send(url: &str, init: &RequestInit) -> Result<Response, NoAnswer> {
    let request = Request::new_with_str_and_init(url, init).map_err(|_| NoAnswer::Garbled)?;
    let response =
        JsFuture::from(window().fetch_with_request(&request)).await.map_err(|_| NoAnswer::Offline)?;
    response.dyn_into().map_err(|_| NoAnswer::Garbled)
}

async fn read<Answer: DeserializeOwned>(response: Response) -> Result<Answer, NoAnswer> {
    let text = response.text().map_err(|_| NoAnswer::Garbled)?;
    let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string()).ok_or(NoAnswer::Garbled)?;
    if response.ok() {
        serde_json::from_str(&text).map_err(|_| NoAnswer::Garbled)
    } else {
        Err(NoAnswer::Refused { body: text })
    }
}
