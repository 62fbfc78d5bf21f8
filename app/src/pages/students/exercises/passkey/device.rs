//! The parts of the exercise that use a passkey on the student's own device. The script of the button talks to the device.

use super::{Button, LastMistake};
use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    pages::passkeys::PasskeyButton,
    server_fns::{CheckDevicePasskey, RegisterDevicePasskey},
};
use domain::{
    exercises::passkey::PasskeyAct,
    passkey::PasskeyObstacle,
    view::{PasskeyCreation, PracticePasskeyView},
};
use leptos::{form::ActionForm, prelude::*};

/// Offers a passkey on the device before that on the practice phone, or says why there is none.
#[component]
pub fn MakeOnDevice(
    creation: Option<PasskeyCreation>,
    obstacle: Option<PasskeyObstacle>,
    action: ServerAction<RegisterDevicePasskey>,
    button: Button,
) -> impl IntoView {
    let texts = use_texts();
    let Some(creation) = creation.filter(|_| !button.paused) else {
        return obstacle.map(|obstacle| view! { <Why obstacle=obstacle /> }).into_any();
    };
    view! {
        <p>{texts.exercise_passkey_device_make_text()}</p>
        <ActionForm action=action attr:class="form">
            <input type="hidden" name="revision" value=button.revision.to_string() />
            <PasskeyButton request=creation label=texts.exercise_passkey_device_make() primary=true />
            <Missing />
        </ActionForm>
        <p class="soft">{texts.exercise_passkey_device_or()}</p>
    }
    .into_any()
}

/// The sign-in with the passkey of the device. Until it has succeeded, the practice phone can take its place.
#[component]
pub fn SignInOnDevice(
    exercise: PracticePasskeyView,
    action: ServerAction<CheckDevicePasskey>,
    button: Button,
) -> impl IntoView {
    let texts = use_texts();
    let device = exercise.device;
    view! {
        <LastMistake mistake=exercise.progress.mistake />
        <p>{texts.exercise_passkey_device_sign_in_text()}</p>
        {device.obstacle.map(|obstacle| view! { <Why obstacle=obstacle /> })}
        {device
            .request
            .filter(|_| !button.paused)
            .map(|request| view! {
                <ActionForm action=action attr:class="form">
                    <input type="hidden" name="revision" value=button.revision.to_string() />
                    <PasskeyButton request=request label=texts.exercise_passkey_begin() primary=true />
                    <Missing />
                </ActionForm>
            })}
        {button.with(PasskeyAct::Make, texts.exercise_passkey_device_take_phone())}
    }
}

/// Shown to browsers without passkeys and without scripts.
#[component]
fn Missing() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note" data-passkey-missing>
            <Picture icon=Icon::Info />
            <p>{texts.exercise_passkey_device_missing()}</p>
        </div>
    }
}

#[component]
fn Why(obstacle: PasskeyObstacle) -> impl IntoView {
    let texts = use_texts();
    let why = match obstacle {
        PasskeyObstacle::PlainHttp => texts.exercise_passkey_why_plain_http().to_owned(),
        PasskeyObstacle::IpAddress => texts.exercise_passkey_why_ip_address().to_owned(),
        PasskeyObstacle::OtherAddress { passkeys_at } => texts.exercise_passkey_why_other_address(passkeys_at),
    };
    view! {
        <div class="note">
            <Picture icon=Icon::Info />
            <p>{why}</p>
        </div>
    }
}
