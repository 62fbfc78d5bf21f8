//! The field for the current password. It accepts pasted passwords and password managers.

use super::secret_input::SecretInput;
use leptos::prelude::*;

#[island]
pub fn PasswordField(label: String, wrong: bool, focused: bool) -> impl IntoView {
    view! {
        <div class="field">
            <label for="password">{label}</label>
            <SecretInput
                name="password".to_owned()
                autocomplete="current-password"
                autofocus=focused || wrong
                invalid=Signal::stored(wrong)
                described_by=Signal::stored(None::<String>)
            />
        </div>
    }
}
