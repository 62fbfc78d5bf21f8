//! The exercise *lost phone*: recovery code, new authenticator, sign-in with it.

use super::{Exerciser, sign_in_again};
use crate::{
    browser::Result,
    journey::{code, code_of, next_step},
};
use domain::totp::TotpSecret;

pub async fn walk(walker: &mut Exerciser) -> Result<()> {
    walker.get("/lesson/recovery").await?;
    sign_in_again(walker).await?;
    let recovery_code = walker.student.recovery_codes.pop().ok_or("no recovery code is left")?;
    let fields = [("recovery_code", recovery_code.as_str())];
    walker.submit("/sign-in/recovery-code", &fields, "/").await?;

    let set_up = walker.get("/set-up").await?;
    let secret = TotpSecret::from_base32(set_up.between("secret=", "&")?).ok_or("the set-up shows no key")?;
    let connecting = code(&secret, 0);
    let fields = [("code", connecting.as_str())];
    walker.submit("/set-up", &fields, "/set-up/recovery-codes").await?;
    walker.submit("/set-up/saved", &[], "/").await?;

    sign_in_again(walker).await?;
    walker.student.last_step = next_step();
    let next = code_of(&secret, walker.student.last_step);
    walker
        .submit("/sign-in/code", &[("code", next.as_str())], "/lesson")
        .await?;
    walker.student.secret = secret;
    Ok(())
}
