//! The exercise *passkey*: make a practice passkey, sign in with it, try it on another site, say why.

use super::{Exerciser, field};
use crate::browser::Result;

const PAGE: &str = "/lesson/passkey";
const ANSWER: [&str; 5] = [
    "revision",
    "credential",
    "client_data",
    "authenticator_data",
    "signature",
];

pub async fn walk(walker: &mut Exerciser) -> Result<()> {
    let mut page = walker.get(PAGE).await?;
    for act in ["make", "begin", "confirm"] {
        let revision = field(&page, "revision")?;
        let fields = [("revision", revision.as_str()), ("act", act)];
        page = walker.submit("/lesson/passkey-act", &fields, PAGE).await?;
    }
    let mut answer = Vec::with_capacity(ANSWER.len());
    for name in ANSWER {
        answer.push((name, field(&page, name)?));
    }
    let answer: Vec<_> = answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = walker.submit("/lesson/passkey-check", &answer, PAGE).await?;
    let revision = field(&page, "revision")?;
    let fields = [("revision", revision.as_str()), ("act", "elsewhere")];
    let page = walker.submit("/lesson/passkey-act", &fields, PAGE).await?;
    let revision = field(&page, "revision")?;
    let fields = [("revision", revision.as_str()), ("reason", "address")];
    walker.submit("/lesson/passkey-answer", &fields, PAGE).await?;
    Ok(())
}
