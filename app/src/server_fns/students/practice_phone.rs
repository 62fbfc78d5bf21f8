//! Server functions of the practice phone's inbox, in which students get codes by message.

use crate::problem::Problem;
use domain::view::PracticeView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The cookie that makes a browser the practice phone of a student. The cookie stays after the sign-out, because the
/// student would keep a real phone too.
pub const PHONE: &str = "practice_phone";
const PHONE_LIFE: std::time::Duration = std::time::Duration::from_secs(31 * 24 * 3600);

/// The messages of the practice phone in this browser; `None` if the browser is no practice phone.
#[server(prefix = "/sfn", endpoint = "messages", input = GetUrl)]
pub async fn load_messages() -> Result<Option<PracticeView>, Problem> {
    let context = crate::request::RequestContext::current()?;
    let Some(token) = context.cookie(PHONE) else {
        return Ok(None);
    };
    Ok(context.stepwise.students.practice_phone(&token).await?)
}

/// Makes this browser the student's practice phone.
#[server(prefix = "", endpoint = "phone/take")]
pub async fn take_practice_phone() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    let token = context.stepwise.students.take_practice_phone(&who).await?;
    context.set_cookie(PHONE, &token, PHONE_LIFE);
    crate::request::redirect("/set-up/sms");
    Ok(())
}
