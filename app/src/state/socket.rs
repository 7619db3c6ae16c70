//! The one websocket of a page. It opens, decodes and hands on; [`Line`] decides when, [`Model`] what it means.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};
use wire::{Frame, Millis, Notice, close};

use super::line::{Line, Moment, Step};
use super::{Live, Taken};
use crate::Replay;
use crate::format::rfc3339;

/// Lives as long as the page.
pub struct Socket {
    live: Live,
    line: RefCell<Line>,
    connection: RefCell<Option<Connection>>,
    alarm: RefCell<Option<Closure<dyn FnMut()>>>,
    alarm_at: Cell<Option<(i32, Millis)>>,
}

/// One connection with its listeners; dropping it silences and closes it.
struct Connection {
    socket: WebSocket,
    _open: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut(CloseEvent)>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        _ = self.socket.close();
    }
}

impl Socket {
    /// Connects, and goes on ticking and connecting until the page is left.
    pub fn start(live: Live) -> Rc<Self> {
        let socket = Rc::new(Self {
            live,
            line: RefCell::new(Line::new(local_now())),
            connection: RefCell::new(None),
            alarm: RefCell::new(None),
            alarm_at: Cell::new(None),
        });
        socket.keep_time();
        let poll = Rc::clone(&socket);
        *socket.alarm.borrow_mut() = Some(Closure::new(move || {
            poll.alarm_at.set(None);
            poll.poll();
        }));
        let tick = Rc::clone(&socket);
        set_interval(
            move || {
                tick.live.clock.tick(local_now());
                tick.poll();
            },
            std::time::Duration::from_secs(1),
        );
        for (target, event) in [(window().as_ref(), "online"), (document().as_ref(), "visibilitychange")] {
            let wake = Rc::clone(&socket);
            let listener = Closure::<dyn FnMut(Event)>::new(move |_| {
                wake.line.borrow_mut().wake(local_now());
                wake.live.clock.tick(local_now());
                wake.poll();
            });
            let target: &web_sys::EventTarget = target;
            _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            listener.forget(); // twice a page, not once a connection
        }
        socket.poll();
        socket
    }

    /// Leaves the stream and takes a fresh one from its beginning.
    pub fn begin_anew(self: &Rc<Self>) {
        self.live.model.forget_position();
        let step = self.line.borrow_mut().begin_anew(moment());
        self.follow(step);
    }

    fn poll(self: &Rc<Self>) {
        let step = self.line.borrow_mut().poll(moment());
        self.follow(step);
    }

    fn follow(self: &Rc<Self>, step: Step) {
        match step {
            Step::Stay => {}
            Step::Drop => _ = self.connection.take(),
            Step::Open => {
                let connection = self.open();
                if connection.is_none() {
                    let step = self.line.borrow_mut().closed(1006, moment());
                    return self.follow(step);
                }
                *self.connection.borrow_mut() = connection;
            }
        }
        self.show();
        self.set_alarm();
    }

    fn open(self: &Rc<Self>) -> Option<Connection> {
        let socket = WebSocket::new(&self.address()?).ok()?;
        let this = Rc::clone(self);
        let open = Closure::<dyn FnMut()>::new(move || {
            this.line.borrow_mut().opened(local_now());
            this.set_alarm();
        });
        let this = Rc::clone(self);
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                this.receive(&text);
            }
        });
        let this = Rc::clone(self);
        let close = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| {
            let step = this.line.borrow_mut().closed(event.code(), moment());
            if event.code() == close::SIGNED_OUT {
                // The server shows whoever comes now what is to be done.
                _ = window().location().reload();
            }
            // The connection owns this very closure: let it go after this turn.
            let this = Rc::clone(&this);
            queue_microtask(move || this.follow(step));
        });
        socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        Some(Connection { socket, _open: open, _message: message, _close: close })
    }

    fn receive(self: &Rc<Self>, text: &str) {
        let local = local_now();
        let Ok(frame) = Frame::decode(text) else {
            leptos::logging::warn!("callboard: a frame could not be read; taking a fresh stream");
            return self.leave_and_begin_anew();
        };
        let (Frame::Snapshot { at, .. } | Frame::Delta { at, .. } | Frame::Notice { at, .. }) = &frame;
        if let Some(sent) = rfc3339(at) {
            self.live.clock.observe(sent, local);
        }
        self.line.borrow_mut().heard(local);
        if let Frame::Notice { notice: Notice::ComeBack { after_millis }, .. } = &frame {
            let step = self.line.borrow_mut().come_back(Millis::from(*after_millis), local);
            let this = Rc::clone(self);
            return queue_microtask(move || this.follow(step));
        }
        if let Frame::Notice { notice, .. } = &frame {
            self.hear_of_replay(notice);
        }
        let whole = matches!(frame, Frame::Snapshot { .. });
        if self.live.model.take(frame) == Taken::Gap {
            return self.leave_and_begin_anew();
        }
        if whole && self.live.replay.get_untracked().is_none() && self.live.past.get_untracked() {
            self.live.past.set(false);
        }
        self.show();
    }

    /// Shows another moment, or now. Old numbers stay, and look it, until the others are here.
    pub fn replay(self: &Rc<Self>, replay: Option<Replay>) {
        self.live.replay.set(replay);
        if replay.is_some() {
            self.live.past.set(true);
        }
        self.keep_time();
        self.begin_anew();
    }

    /// The page's clock runs as the board does.
    fn keep_time(&self) {
        let replay = self.live.replay.get_untracked();
        self.live.clock.replay(replay.map(|replay| (replay.at, replay.speed)), local_now());
    }

    fn hear_of_replay(&self, notice: &Notice) {
        match notice {
            Notice::NoReplay(why) => self.live.replay.update(|replay| {
                if let Some(replay) = replay {
                    replay.refused = Some(*why);
                }
            }),
            // What follows is now.
            Notice::RecordingEnds => self.live.ended.set(true),
            _ => {}
        }
    }

    /// As [`Socket::begin_anew`], from within a listener of the connection that is left.
    fn leave_and_begin_anew(self: &Rc<Self>) {
        let this = Rc::clone(self);
        queue_microtask(move || this.begin_anew());
    }

    fn address(&self) -> Option<String> {
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let host = location.host().ok()?;
        let surface = self.live.surface.get_untracked().name();
        let mut address = format!("{scheme}://{host}/live?board=all&surface={surface}");
        if let Some(replay) = self.live.replay.get_untracked() {
            // After a break it goes on where it stood.
            let at = self.live.clock.at(local_now());
            address.push_str(&format!("&at={at}&speed={}", replay.speed));
        } else if let Some(position) = self.live.model.position() {
            address.push_str(&format!("&epoch={}&seq={}", position.epoch, position.seq));
        }
        Some(address)
    }

    fn show(&self) {
        let link = self.line.borrow().link(local_now());
        if self.live.link.get_untracked() != link {
            self.live.link.set(link);
        }
    }

    /// One timer for the line's next deadline, where the tick would be too coarse.
    fn set_alarm(&self) {
        let Some(at) = self.line.borrow().deadline() else { return };
        if self.alarm_at.get().is_some_and(|(_, set)| set == at) {
            return;
        }
        if let Some((handle, _)) = self.alarm_at.take() {
            window().clear_timeout_with_handle(handle);
        }
        let pause = i32::try_from((at - local_now()).max(0)).unwrap_or(i32::MAX);
        if let Some(alarm) = self.alarm.borrow().as_ref()
            && let Ok(handle) = window()
                .set_timeout_with_callback_and_timeout_and_arguments_0(alarm.as_ref().unchecked_ref(), pause)
        {
            self.alarm_at.set(Some((handle, at)));
        }
    }
}

fn moment() -> Moment {
    let watched = document().visibility_state() == web_sys::VisibilityState::Visible;
    Moment { now: local_now(), dice: js_sys::Math::random(), watched }
}

/// This machine's time.
pub fn local_now() -> Millis {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and fit")]
    let now = js_sys::Date::now() as Millis;
    now
}
