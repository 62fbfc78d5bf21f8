//! The messages of a student's practice phone.

use crate::problem::Problem;
use domain::view::PracticeView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The cookie of the browser that is a student's phone. It stays when she signs out: so does a phone.
#[cfg(feature = "ssr")]
pub const PHONE: &str = "practice_phone";
#[cfg(feature = "ssr")]
const PHONE_LIFE: std::time::Duration = std::time::Duration::from_secs(31 * 24 * 3600);

/// What this browser's phone has got; nothing where it is none.
#[server(prefix = "/sfn", endpoint = "messages", input = GetUrl)]
pub async fn load_messages() -> Result<Option<PracticeView>, Problem> {
    let visit = crate::web::Visit::current()?;
    let Some(token) = visit.cookie(PHONE) else {
        return Ok(None);
    };
    let phone = visit.stepwise.practice_phone(&token).await;
    phone.map_err(|error| visit.problem(error))
}

/// This browser is her phone from now on.
#[server(prefix = "", endpoint = "phone/take")]
pub async fn take_practice_phone() -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.signed_in_or_sent_away().await?;
    let taken = visit.stepwise.take_practice_phone(&who).await;
    let token = taken.map_err(|error| visit.problem(error))?;
    visit.set_cookie(PHONE, &token, PHONE_LIFE);
    crate::web::go("/set-up/sms");
    Ok(())
}
