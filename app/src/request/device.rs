//! The device cookie, and the cookies of seats that a browser has taken.

use super::RequestContext;
use crate::problem::Problem;
use axum::http::header;
use backend::service::{Device, KNOWN_FOR};
use domain::{cookies::cookie_name, ids::ClassId};

const DEVICE: &str = "browser";
const SEAT: &str = "seat_";

/// Each class has its own cookie, because a browser may have a seat in two classes.
pub fn seat_cookie(class: ClassId) -> String {
    format!("{SEAT}{class}")
}

impl RequestContext {
    /// The browser, if it has a device cookie.
    pub fn device(&self) -> Option<Device> {
        self.stepwise.device(self.cookie(DEVICE).as_deref())
    }

    /// Gives this browser a device cookie if it has none, so that limits count for it alone. The server stores nothing,
    /// so a GET may do this.
    pub fn ensure_device_cookie(&self) -> Result<(), Problem> {
        if self.device().is_none() {
            let device = self.stepwise.new_device()?;
            self.set_cookie(DEVICE, &device, KNOWN_FOR);
        }
        Ok(())
    }

    /// The user has signed in to this name here, with all factors.
    pub fn add_login_to_device_cookie(&self, name: &str) -> Result<(), Problem> {
        let known = self.stepwise.know_browser(self.cookie(DEVICE).as_deref(), name);
        self.set_cookie(DEVICE, &known?, KNOWN_FOR);
        Ok(())
    }

    /// The name of this browser for a mail to the owner of the account, if the account has not signed in here before.
    pub fn new_device_label(&self, login: &str) -> Option<String> {
        let known = self
            .device()
            .is_some_and(|device| self.stepwise.has_signed_in(&device, &[login]));
        (!known).then(|| self.user_agent_label())
    }

    /// The cookies of the seats that this browser has taken. The service opens their seals.
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
