//! Keeps the input of a refused form in a cookie.

use super::RequestContext;
use std::time::Duration;

const KEPT_FOR: Duration = Duration::from_secs(60);
const MOST_KEPT: usize = 128;
/// The maximum in bytes. Sealed and encoded it must fit into the 4096 bytes that browsers keep of a cookie.
const MOST_OF_A_LIST: usize = 2800;

impl RequestContext {
    /// Keeps the input of a refused form for one minute, for pages without scripts. It is sealed because users may type
    /// a password into the wrong field.
    pub fn keep_typed(&self, name: &str, typed: &str) {
        let typed: String = typed.trim().chars().take(MOST_KEPT).collect();
        self.seal_typed(name, &typed);
    }

    /// Keeps a list of names if it fits as a whole: the user could mistake a part for the whole list.
    pub fn keep_typed_list(&self, name: &str, typed: &str) {
        if typed.len() <= MOST_OF_A_LIST {
            self.seal_typed(name, typed);
        }
    }

    fn seal_typed(&self, name: &str, typed: &str) {
        let now = self.stepwise.now();
        if let Ok(sealed) = self.stepwise.once().seal(name, typed, now, KEPT_FOR) {
            self.set_cookie(name, &sealed, KEPT_FOR);
        }
    }

    pub fn forget_typed(&self, name: &str) {
        if self.cookie(name).is_some() {
            self.remove_cookie(name);
        }
    }

    pub fn typed(&self, name: &str) -> Option<String> {
        let sealed = self.cookie(name)?;
        self.stepwise.once().open(name, &sealed, self.stepwise.now())
    }
}
