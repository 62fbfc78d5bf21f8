//! The exercise *the thief*: password and code for the thief, then the passkey, and the false part of the address.

use super::{Exerciser, field};
use crate::{
    browser::Result,
    journey::{code_of, next_step},
};
use domain::exercises::addresses::{Lookalike, Part};
use std::time::Duration;
use tokio::time::sleep;

const PAGE: &str = "/lesson/phishing";

pub async fn walk(walker: &mut Exerciser) -> Result<()> {
    walker.get(PAGE).await?;
    let (login, password) = (walker.student.seat.login.clone(), walker.student.seat.password.clone());
    send(walker, "act", &[("act", "open")]).await?;
    send(walker, "password", &[("username", &login), ("password", &password)]).await?;
    // The server accepts each code once, so the thief needs a later one.
    while next_step() <= walker.student.last_step {
        sleep(Duration::from_secs(1)).await;
    }
    let code = code_of(&walker.student.secret, next_step());
    send(walker, "code", &[("code", &code)]).await?;
    // The student has a passkey of the exercise *passkey*.
    send(walker, "act", &[("act", "passkey")]).await?;
    let page = walker.get(PAGE).await?;
    let shown = |lookalike: &Lookalike| page.text().contains(lookalike.host());
    let lookalike = Lookalike::ALL
        .into_iter()
        .find(shown)
        .ok_or("the page shows no address")?;
    send(walker, "address", &[("part", Part::code(lookalike.false_part()))]).await
}

async fn send(walker: &mut Exerciser, form: &str, fields: &[(&str, &str)]) -> Result<()> {
    let page = walker.get(PAGE).await?;
    let revision = field(&page, "revision")?;
    let fields = [&[("revision", revision.as_str())], fields].concat();
    walker
        .submit(&format!("/lesson/phishing-{form}"), &fields, PAGE)
        .await?;
    Ok(())
}
