//! Reads a QR code with the camera, in browsers that have `BarcodeDetector`. The camera needs a secure context.

use core::time::Duration;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// Starts the camera and looks for a QR code. Calls either `seen` or `failed`, at most once.
pub fn watch(video: &HtmlVideoElement, seen: impl FnOnce(String) + 'static, failed: impl FnOnce() + 'static) {
    let video = video.clone();
    let stopped = StoredValue::new_local(None::<MediaStream>);
    on_cleanup(move || stop(stopped.try_update_value(Option::take).flatten()));
    spawn_local(async move {
        match look(&video, stopped).await {
            Ok(content) => {
                stop(stopped.try_update_value(Option::take).flatten());
                seen(content);
            }
            Err(_) => failed(),
        }
    });
}

async fn look(
    video: &HtmlVideoElement,
    kept: StoredValue<Option<MediaStream>, LocalStorage>,
) -> Result<String, JsValue> {
    let detector = detector()?;
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&JsValue::TRUE);
    let camera = window()
        .navigator()
        .media_devices()?
        .get_user_media_with_constraints(&constraints)?;
    let stream: MediaStream = JsFuture::from(camera).await?.dyn_into()?;
    if kept.try_set_value(Some(stream.clone())).is_some() {
        // The user left the page before the camera was ready.
        stop(Some(stream));
        return Err(JsValue::NULL);
    }
    video.set_src_object(Some(&stream));
    JsFuture::from(video.play()?).await?;
    let detect: Function = Reflect::get(&detector, &"detect".into())?.dyn_into()?;
    while kept.try_with_value(Option::is_some).unwrap_or(false) {
        let promise: Promise = detect.call1(&detector, video)?.dyn_into()?;
        let found: Array = JsFuture::from(promise).await?.dyn_into()?;
        if let Some(content) = Reflect::get(&found.get(0), &"rawValue".into())
            .ok()
            .and_then(|v| v.as_string())
        {
            return Ok(content);
        }
        pause(Duration::from_millis(200)).await;
    }
    Err(JsValue::NULL)
}

/// Creates a `BarcodeDetector`, which not every browser has.
fn detector() -> Result<JsValue, JsValue> {
    let class: Function = Reflect::get(&window(), &"BarcodeDetector".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"formats".into(), &Array::of1(&"qr_code".into()))?;
    Reflect::construct(&class, &Array::of1(&options))
}

async fn pause(duration: Duration) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, duration.as_millis() as i32);
    });
    let _ = JsFuture::from(promise).await;
}

fn stop(stream: Option<MediaStream>) {
    for track in stream.iter().flat_map(|stream| stream.get_tracks().to_vec()) {
        if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
            track.stop();
        }
    }
}
