//! The browser's `EventSource`, which receives server-sent events.

#[cfg(target_arch = "wasm32")]
mod real {
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::MessageEvent;

    /// An open stream. Dropping it closes the stream.
    pub struct EventSource {
        source: web_sys::EventSource,
        _on_event: Closure<dyn Fn(MessageEvent)>,
        _on_error: Closure<dyn Fn()>,
    }

    impl EventSource {
        /// `on_event` gets the name and the data of each event with one of these `names`. `on_error` gets true if the
        /// browser will connect again.
        pub fn open(
            url: &str,
            names: &[&str],
            on_event: impl Fn(&str, String) + 'static,
            on_error: impl Fn(bool) + 'static,
        ) -> Option<Self> {
            let source = web_sys::EventSource::new(url).ok()?;
            let on_event = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                on_event(&event.type_(), event.data().as_string().unwrap_or_default());
            });
            for name in names {
                let listener = on_event.as_ref().unchecked_ref();
                source.add_event_listener_with_callback(name, listener).ok()?;
            }
            let failing = source.clone();
            let on_error =
                Closure::<dyn Fn()>::new(move || on_error(failing.ready_state() != web_sys::EventSource::CLOSED));
            source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
            Some(Self {
                source,
                _on_event: on_event,
                _on_error: on_error,
            })
        }
    }

    impl Drop for EventSource {
        fn drop(&mut self) {
            self.source.close();
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod real {
    pub struct EventSource;

    impl EventSource {
        pub fn open(
            _url: &str,
            _names: &[&str],
            _on_event: impl Fn(&str, String) + 'static,
            _on_error: impl Fn(bool) + 'static,
        ) -> Option<Self> {
            None
        }
    }
}

pub use real::EventSource;
