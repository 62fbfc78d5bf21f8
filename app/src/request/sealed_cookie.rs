//! Sealed cookies carry values through the browser to a later page: the refusal of a form, the text that the user had
//! entered into the form, and links and codes that are shown once.
//!
//! A value is valid for one purpose and for a short time. The server stores nothing.

use super::{
    RequestContext,
    cookies::{cookie, set_cookie_value},
};
use axum::http::HeaderMap;
use backend::Stepwise;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Life of the cookies with the refusal of a form and with the text that the user had entered.
pub const FLASH_LIFE: Duration = Duration::from_secs(60);
/// Life of a cookie with a link or a code that is shown once. The cookie is removed earlier if the user confirms that
/// the link or code is saved.
pub const SHOWN_ONCE_LIFE: Duration = Duration::from_secs(600);

const MAX_TYPED_CHARS: usize = 128;
/// The maximum length of a list of names in bytes. Browsers limit a cookie to 4096 bytes, and the sealed and encoded
/// list is longer than the list.
const MAX_TYPED_LIST: usize = 2800;

/// The name of a cookie, and the purpose and time for which its value is sealed.
#[derive(Clone, Debug)]
pub struct SealedCookie {
    name: String,
    purpose: String,
    life: Duration,
}

impl SealedCookie {
    /// A cookie for the page that shows a form again after its refusal.
    pub fn flash(name: impl Into<String>, purpose: impl Into<String>) -> Self {
        let (name, purpose) = (name.into(), purpose.into());
        let life = FLASH_LIFE;
        Self { name, purpose, life }
    }

    /// A cookie for a page that shows a value until the user confirms that it is saved.
    pub fn shown_once(name: impl Into<String>, purpose: impl Into<String>) -> Self {
        let life = SHOWN_ONCE_LIFE;
        Self {
            life,
            ..Self::flash(name, purpose)
        }
    }

    /// The `Set-Cookie` value with the sealed content.
    pub fn seal(&self, stepwise: &Stepwise, https: bool, content: &str) -> backend::Result<String> {
        let sealed = stepwise
            .sealer()
            .seal(&self.purpose, content, stepwise.now(), self.life)?;
        Ok(set_cookie_value(https, &self.name, &sealed, self.life))
    }

    /// The content, if the cookie was sealed for this purpose and is still valid.
    pub fn open(&self, stepwise: &Stepwise, headers: &HeaderMap) -> Option<String> {
        let sealed = cookie(headers, &self.name)?;
        stepwise.sealer().open(&self.purpose, &sealed, stepwise.now())
    }

    /// The `Set-Cookie` value that removes the cookie.
    pub fn removal(&self, https: bool) -> String {
        set_cookie_value(https, &self.name, "", Duration::ZERO)
    }
}

impl RequestContext {
    pub fn set_sealed(&self, cookie: &SealedCookie, content: &str) -> backend::Result<()> {
        let value = cookie.seal(&self.stepwise, self.site.is_https(), content)?;
        self.append_set_cookie(&value);
        Ok(())
    }

    pub fn sealed(&self, cookie: &SealedCookie) -> Option<String> {
        cookie.open(&self.stepwise, &self.parts.headers)
    }

    /// What the cookie carries to one page. The page shows it once, so the cookie is removed.
    pub fn take_sealed<T: DeserializeOwned>(&self, cookie: &SealedCookie) -> Option<T> {
        let carried = serde_json::from_str(&self.sealed(cookie)?).ok()?;
        self.remove_sealed(cookie);
        Some(carried)
    }

    pub fn remove_sealed(&self, cookie: &SealedCookie) {
        self.append_set_cookie(&cookie.removal(self.site.is_https()));
    }

    /// Stores the text from a refused form in a cookie, for the next page. The text is sealed because some users enter
    /// a password into the wrong field.
    pub fn keep_typed(&self, name: &str, typed: &str) {
        let typed: String = typed.trim().chars().take(MAX_TYPED_CHARS).collect();
        self.seal_typed(name, &typed);
    }

    /// Stores a list of names only if the whole list fits: the user could mistake a part for the whole list.
    pub fn keep_typed_list(&self, name: &str, typed: &str) {
        if typed.len() <= MAX_TYPED_LIST {
            self.seal_typed(name, typed);
        }
    }

    /// Stores text that the caller has shortened. An error is ignored, because its only effect is that the next page
    /// shows empty fields.
    pub fn seal_typed(&self, name: &str, typed: &str) {
        let _ = self.set_sealed(&SealedCookie::flash(name, name), typed);
    }

    pub fn typed(&self, name: &str) -> Option<String> {
        self.sealed(&SealedCookie::flash(name, name))
    }

    pub fn forget_typed(&self, name: &str) {
        if self.cookie(name).is_some() {
            self.remove_cookie(name);
        }
    }
}
