//! What was typed into a refused form.

use super::Visit;
use std::time::Duration;

const KEPT_FOR: Duration = Duration::from_secs(60);
const MOST_KEPT: usize = 128;

impl Visit {
    /// What was typed into a form that is refused, for a minute, so that it is there again where no script could
    /// keep it. Sealed: somebody may have typed her password into the wrong field.
    pub fn keep_for_a_minute(&self, name: &str, typed: &str) {
        let typed: String = typed.trim().chars().take(MOST_KEPT).collect();
        let now = self.stepwise.now();
        if let Ok(sealed) = self.stepwise.once().seal(name, &typed, now, KEPT_FOR) {
            self.set_cookie(name, &sealed, KEPT_FOR);
        }
    }

    pub fn forget_kept(&self, name: &str) {
        if self.cookie(name).is_some() {
            self.forget_cookie(name);
        }
    }

    pub fn kept(&self, name: &str) -> Option<String> {
        let sealed = self.cookie(name)?;
        self.stepwise.once().open(name, &sealed, self.stepwise.now())
    }
}
