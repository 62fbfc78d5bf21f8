//! The exercise *message*, done by a student who always names the right harm.

use super::{Exerciser, field, is_passed};
use crate::browser::{Page, Result};

/// A text with a number, a name and a verb that can be negated.
const WRITES: &str = "I am at the bakery at 10, ask Tom for the key";
/// A student who is always right passes in this many rounds.
const MAX_ROUNDS: usize = 5;

pub async fn walk(walker: &mut Exerciser) -> Result<()> {
    let mut page = walker.get("/lesson/message").await?;
    for _ in 0..MAX_ROUNDS {
        if is_passed(&page) {
            return Ok(());
        }
        let revision = field(&page, "revision")?;
        let fields = [("revision", revision.as_str()), ("text", WRITES)];
        let round = walker
            .submit("/lesson/message-send", &fields, "/lesson/message")
            .await?;
        let revision = field(&round, "revision")?;
        let fields = [("revision", revision.as_str()), ("answer", harm(&round)?)];
        page = walker
            .submit("/lesson/message-answer", &fields, "/lesson/message")
            .await?;
    }
    Ok(())
}

/// What has happened to the message, as a careful student sees it in the three mailboxes.
fn harm(page: &Page) -> Result<&'static str> {
    let sent = mail_in(page, "sent").ok_or("the page shows no sent message")?;
    if mail_in(page, "elsewhere").is_some_and(|copy| copy == sent) {
        return Ok("confidentiality");
    }
    Ok(match mail_in(page, "arrived") {
        Some(arrived) if !sent.starts_with(&arrived) => "integrity",
        _ => "availability",
    })
}

/// The text of the mail in the mailbox with this id.
fn mail_in(page: &Page, id: &str) -> Option<String> {
    let (_, mailbox) = page.text().split_once(&format!("<h3 id=\"{id}\""))?;
    let (mailbox, _) = mailbox.split_once("</section>")?;
    let (_, text) = mailbox.split_once("dir=\"auto\"")?;
    let (_, text) = text.split_once('>')?;
    let (text, _) = text.split_once("</p>")?;
    Some(text.replace("<!>", ""))
}
