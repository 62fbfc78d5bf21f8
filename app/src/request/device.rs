//! The device cookie, and the cookies of seats that a browser has taken.

use super::RequestContext;
use crate::problem::Problem;
use axum::http::header;
use backend::auth::{DEVICE_COOKIE_LIFE, Device};
use domain::{cookies::cookie_name, ids::ClassId};

const DEVICE: &str = "browser";
const SEAT: &str = "seat_";

/// The name of the cookie for a taken seat. Each class has its own cookie, because a browser can have a seat in each of
/// several classes.
pub fn seat_cookie(class: ClassId) -> String {
    format!("{SEAT}{class}")
}

impl RequestContext {
    /// The content of this browser's device cookie; `None` without a valid cookie.
    pub fn device(&self) -> Option<Device> {
        self.stepwise.auth.device(self.cookie(DEVICE).as_deref())
    }

    /// Sets a device cookie if this browser has none, so that wrong attempts are counted separately for each browser. A
    /// GET request is allowed to set the cookie, because the server stores nothing.
    pub fn ensure_device_cookie(&self) -> Result<Device, Problem> {
        if let Some(device) = self.device() {
            return Ok(device);
        }
        let (device, cookie) = self.stepwise.auth.new_device()?;
        self.set_cookie(DEVICE, &cookie, DEVICE_COOKIE_LIFE);
        Ok(device)
    }

    /// Adds the names of a user to the device cookie, after a sign-in with all factors. A browser is known by every name
    /// that the user can type.
    pub fn add_names_to_device_cookie(&self, names: &[&str]) -> Result<(), Problem> {
        let known = self
            .stepwise
            .auth
            .record_sign_in_of_device(self.cookie(DEVICE).as_deref(), names);
        self.set_cookie(DEVICE, &known?, DEVICE_COOKIE_LIFE);
        Ok(())
    }

    /// A description of this browser for the mail about a new device; `None` if the account has been used in this
    /// browser before.
    pub fn new_device_label(&self, login: &str) -> Option<String> {
        let known = self
            .device()
            .is_some_and(|device| self.stepwise.auth.has_signed_in(&device, &[login]));
        (!known).then(|| self.user_agent_label())
    }

    /// The cookies of the seats that this browser has taken. The values are sealed; the class service decrypts them.
    pub fn seat_cookies(&self) -> Vec<(ClassId, String)> {
        let prefix = cookie_name(self.site.is_https(), SEAT);
        let lines = self.parts.headers.get_all(header::COOKIE).iter();
        lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| {
                let (name, value) = pair.trim().split_once('=')?;
                let class = name.strip_prefix(&*prefix)?.parse().ok()?;
                Some((class, value.to_owned()))
            })
            .collect()
    }
}
