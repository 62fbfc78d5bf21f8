//! The exercise *codes by message*: a practice phone, a code to connect it, and a sign-in with another code.

use super::{Exerciser, sign_in_again, wait_for_next_message};
use crate::browser::Result;
use domain::view::PracticeView;
use std::time::Instant;

/// Connects the practice phone.
pub async fn connect(walker: &mut Exerciser) -> Result<()> {
    walker.submit("/phone/take", &[], "/set-up/sms").await?;
    walker.submit("/set-up/send", &[("kind", "sms")], "/set-up/").await?;
    walker.first_message = Some(Instant::now());
    let code = newest_code(walker).await?;
    let fields = [("code", code.as_str())];
    walker.submit("/set-up/message", &fields, "/").await?;
    Ok(())
}

/// Signs in with a code that the practice phone receives.
pub async fn walk(walker: &mut Exerciser) -> Result<()> {
    wait_for_next_message(walker).await;
    walker.get("/lesson/messages").await?;
    sign_in_again(walker).await?;
    walker
        .submit("/sign-in/send", &[("kind", "sms")], "/sign-in/code")
        .await?;
    let code = newest_code(walker).await?;
    let fields = [("with", "sms"), ("code", code.as_str())];
    walker.submit("/sign-in/code", &fields, "/lesson").await?;
    Ok(())
}

async fn newest_code(walker: &mut Exerciser) -> Result<String> {
    let inbox = walker.student.browser.get_json("/sfn/messages").await?;
    let inbox: Option<PracticeView> = serde_json::from_slice(&inbox.body)?;
    let newest = inbox.and_then(|inbox| inbox.messages.into_iter().next());
    Ok(newest.ok_or("the practice phone has no message")?.code)
}
