//! Wrappers of the browser APIs that pages use. On the server they do nothing.

mod event_source;
mod requests;

pub use event_source::EventSource;
pub use requests::{RequestError, load_text, renew};
#[cfg(target_arch = "wasm32")]
pub use requests::{load_document, send};

#[cfg(target_arch = "wasm32")]
mod real {
    use core::time::Duration;
    use leptos::prelude::{document, window};
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::ClipboardEvent;

    pub fn now_micros() -> i64 {
        (js_sys::Date::now() * 1000.0) as i64
    }

    /// Returns how long the page has been open. Unlike `now_micros` this clock never jumps.
    pub fn page_time() -> Duration {
        let milliseconds = window().performance().map_or(0.0, |performance| performance.now());
        Duration::from_micros((milliseconds * 1000.0) as u64)
    }

    pub fn random() -> f64 {
        js_sys::Math::random()
    }

    pub fn is_hidden() -> bool {
        document().hidden()
    }

    /// Loads `path` as a new document.
    pub fn navigate_to(path: &str) {
        let _ = window().location().set_href(path);
    }

    /// Loads the current page again as a new document, unless a form was sent: its answer replaces the page. `page.js`
    /// keeps what the user has typed.
    pub fn reload() {
        let html = document().document_element();
        if html.is_none_or(|html| !html.has_attribute("data-sending")) {
            if let Ok(event) = web_sys::Event::new("reloads") {
                let _ = window().dispatch_event(&event);
            }
            let _ = window().location().reload();
        }
    }

    /// Copies `text` and returns whether that worked. Without the clipboard API, the function first selects the element
    /// with the id `shown`, so that the user can copy by hand if the function fails. That element can show `text` in
    /// another form, for example a key in groups of four characters.
    pub fn copy(text: &str, shown: &str) -> bool {
        let navigator = window().navigator();
        if window().is_secure_context() {
            // The result is not awaited: in a secure context, browsers allow writing to the clipboard while they handle
            // a click.
            let _ = navigator.clipboard().write_text(text);
            return true;
        }
        if let (Some(element), Ok(Some(selection))) = (document().get_element_by_id(shown), window().get_selection()) {
            let _ = selection.select_all_children(&element);
        }
        // `execCommand` is deprecated, but it is the only way to copy over plain HTTP. It copies the selected text, so
        // the listener writes `text` into the clipboard instead.
        let raw = text.to_owned();
        let instead = Closure::<dyn FnMut(ClipboardEvent)>::new(move |event: ClipboardEvent| {
            let given = event.clipboard_data().map(|data| data.set_data("text/plain", &raw));
            if matches!(given, Some(Ok(()))) {
                event.prevent_default();
            }
        });
        let listener = instead.as_ref().unchecked_ref();
        let document = document();
        let hears = document.add_event_listener_with_callback("copy", listener).is_ok();
        let copied = document.dyn_ref::<web_sys::HtmlDocument>();
        let copied = hears && copied.is_some_and(|document| document.exec_command("copy").unwrap_or(false));
        let _ = document.remove_event_listener_with_callback("copy", listener);
        copied
    }

    /// Sends the form of `input` as if its button had been pressed.
    pub fn submit_form_of(input: &web_sys::HtmlInputElement) {
        if let Some(form) = input.form() {
            let _ = form.request_submit();
        }
    }

    /// Whether the user changed the field before it was hydrated (`shell/page.js` marks such fields).
    pub fn was_typed_into(input: &web_sys::HtmlInputElement) -> bool {
        input.has_attribute("data-typed-here")
    }

    pub fn was_changed_and_left(input: &web_sys::HtmlInputElement) -> bool {
        let focused = document().active_element();
        was_typed_into(input) && !focused.is_some_and(|element| element.is_same_node(Some(input)))
    }

    /// Focuses the first of the elements with these ids that the page contains.
    pub fn focus_first(ids: &[&str]) {
        let found = ids.iter().find_map(|id| document().get_element_by_id(id));
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }

    pub fn storage() -> Option<web_sys::Storage> {
        window().local_storage().ok().flatten()
    }

    /// Returns a text from the local storage.
    pub fn stored(key: &str) -> Option<String> {
        storage()?.get_item(key).ok().flatten()
    }

    /// Stores a text in the local storage, or removes it. If the browser refuses, nothing is stored.
    pub fn store(key: &str, text: Option<&str>) {
        let Some(storage) = storage() else { return };
        let _ = match text {
            Some(text) => storage.set_item(key, text),
            None => storage.remove_item(key),
        };
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod real {
    use core::time::Duration;

    pub const fn now_micros() -> i64 {
        0
    }

    pub const fn page_time() -> Duration {
        Duration::ZERO
    }

    pub const fn random() -> f64 {
        0.0
    }

    pub const fn is_hidden() -> bool {
        false
    }

    pub const fn reload() {}

    pub const fn copy(_text: &str, _shown: &str) -> bool {
        false
    }

    pub const fn submit_form_of(_input: &leptos::web_sys::HtmlInputElement) {}

    pub const fn was_typed_into(_input: &leptos::web_sys::HtmlInputElement) -> bool {
        false
    }

    pub const fn was_changed_and_left(_input: &leptos::web_sys::HtmlInputElement) -> bool {
        false
    }

    pub const fn focus_first(_ids: &[&str]) {}

    pub const fn stored(_key: &str) -> Option<String> {
        None
    }

    pub const fn store(_key: &str, _text: Option<&str>) {}
}

pub use real::*;
