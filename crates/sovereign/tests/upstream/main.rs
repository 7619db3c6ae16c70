//! Sovereign's own payloads, and the client against the simulator, which was written from the same documents.

mod calls;
mod commands;
mod deliveries;
mod rest;
mod story;
mod support;
mod webhooks;
