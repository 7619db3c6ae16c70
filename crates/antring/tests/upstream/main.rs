//! AntRing's answers and events, as documented and as feared: every fixture against the floor's values it must
//! become, the REST client against a real HTTP server, all four event feeds against real sockets.

mod against_simulator;
mod arbitrary;
mod call_history;
mod click_to_call;
mod dashboard;
mod directory;
mod feed_blackhole;
mod feed_detection;
mod feed_socketio09;
mod feed_socketio2;
mod feed_socketio4;
mod histories;
mod leg_events;
mod quota;
mod recording;
mod rest_failures;
mod rest_requests;
mod support;
mod survey;
mod tls;
mod wire;
