//! The server's clock in the browser. The clock of a school computer can be wrong by minutes, and the practice phone
//! would then show codes that the server refuses.

use crate::browser;
use domain::time::Timestamp;

#[derive(Clone, Copy, Debug)]
pub struct ServerClock {
    /// How far the browser's clock is behind the server's clock, in microseconds.
    behind: i64,
}

impl ServerClock {
    /// `rendered_at` is the server's time when it rendered the page. The time that the answer took is not subtracted:
    /// it is short compared with the thirty seconds of a code.
    pub fn of_page(rendered_at: Timestamp) -> Self {
        let open_for = i64::try_from(browser::page_time().as_micros()).unwrap_or_default();
        Self {
            behind: rendered_at.micros() + open_for - browser::now_micros(),
        }
    }

    pub fn now(self) -> Timestamp {
        Timestamp::from_micros(browser::now_micros() + self.behind)
    }
}
