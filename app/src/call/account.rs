//! Server functions of a member's own account. Every change to the sign-in requires password and code again.

use crate::problem::Problem;
use domain::view::{AccountView, ClassesView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "classes", input = GetUrl)]
pub async fn load_classes() -> Result<ClassesView, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    super::set_up::save_codes_first(&visit, who.account(), who.epoch());
    visit
        .stepwise
        .classes
        .classes(&who)
        .await
        .map_err(|error| visit.problem(error))
}

#[server(prefix = "/sfn", endpoint = "account", input = GetUrl)]
pub async fn load_account() -> Result<AccountView, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    super::set_up::save_codes_first(&visit, who.account(), who.epoch());
    let account = visit.stepwise.members.account(&who, visit.session_key().as_ref()).await;
    account.map_err(|error| visit.problem(error))
}

/// The user name, for pages that ask for password and code again.
#[server(prefix = "/sfn", endpoint = "again", input = GetUrl)]
pub async fn load_again() -> Result<String, Problem> {
    let visit = crate::web::Visit::current()?;
    Ok(visit.member_or_sent_away().await?.login().to_owned())
}

#[server(prefix = "", endpoint = "account/phone")]
pub async fn change_phone(password: String, code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, again) = once_more(&visit, password, code).await?;
    let allowed = visit
        .stepwise
        .set_up
        .allow_another_phone(who, &again, visit.state().await?);
    visit
        .arrive(allowed.await.map_err(|error| visit.problem(error))?)
        .await?;
    crate::web::go("/set-up");
    Ok(())
}

#[server(prefix = "", endpoint = "account/recovery-codes")]
pub async fn renew_recovery_codes(password: String, code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, again) = once_more(&visit, password, code).await?;
    let (account, epoch) = (who.account(), who.epoch());
    let codes = visit.stepwise.set_up.renew_recovery_codes(who, &again).await;
    super::set_up::show_once(
        &visit,
        account,
        (epoch, None),
        &codes.map_err(|error| visit.problem(error))?,
    )?;
    crate::web::go("/set-up/recovery-codes?renewed=yes");
    Ok(())
}

#[server(prefix = "", endpoint = "account/password")]
pub async fn change_password(
    password: String,
    code: String,
    new_password: String,
    new_password_again: String,
) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, again) = once_more(&visit, password, code).await?;
    let new = backend::members::NewPassword {
        password: new_password.into(),
        again: new_password_again.into(),
    };
    let state = visit.state().await?;
    let changed = visit.stepwise.members.change_password(who, &again, &new, state).await;
    visit.arrive(changed.map_err(|error| visit.problem(error))?).await?;
    crate::web::go("/account?done=password");
    Ok(())
}

#[server(prefix = "", endpoint = "account/email")]
pub async fn change_email(password: String, code: String, email: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, again) = once_more(&visit, password, code).await?;
    let changed = visit.stepwise.members.change_email(who, &again, &email).await;
    changed.map_err(|error| visit.problem(error))?;
    crate::web::go("/account?done=email");
    Ok(())
}

#[server(prefix = "", endpoint = "account/delete")]
pub async fn delete_account(password: String, code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, again) = once_more(&visit, password, code).await?;
    let deleted = visit.stepwise.members.delete_account(who, &again).await;
    deleted.map_err(|error| visit.problem(error))?;
    visit.arrive(visit.state().await?.signed_out()).await?;
    crate::web::go("/sign-out?from=account");
    Ok(())
}

#[server(prefix = "", endpoint = "account/end-others")]
pub async fn end_other_sessions() -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    let ended = visit
        .stepwise
        .members
        .end_other_sessions(&who, visit.state().await?)
        .await;
    visit.arrive(ended.map_err(|error| visit.problem(error))?).await?;
    crate::web::go("/account?done=sessions");
    Ok(())
}

/// Ends one session, named by the reference that the account page shows. Ending the session of this browser is a
/// sign-out.
#[server(prefix = "", endpoint = "account/end-session")]
pub async fn end_session(reference: String) -> Result<(), Problem> {
    use backend::members::EndedSession;
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    let ended = visit
        .stepwise
        .members
        .end_session(&who, visit.session_key().as_ref(), &reference)
        .await;
    match ended.map_err(|error| visit.problem(error))? {
        EndedSession::This => {
            visit.arrive(visit.state().await?.signed_out()).await?;
            visit.forget_cookie(super::set_up::CODES_COOKIE);
            crate::web::go("/sign-out?from=classes");
        }
        EndedSession::Another => crate::web::go("/account?done=session"),
    }
    Ok(())
}

/// Turns the mail about sign-ins from new devices on or off. Browsers leave out a checkbox that is not ticked.
#[server(prefix = "", endpoint = "account/new-device-mail")]
pub async fn choose_new_device_mail(wanted: Option<String>) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    let chosen = visit
        .stepwise
        .members
        .choose_new_device_mail(&who, wanted.is_some())
        .await;
    chosen.map_err(|error| visit.problem(error))?;
    crate::web::go("/account?done=new-device-mail");
    Ok(())
}

#[server(prefix = "", endpoint = "account/language")]
pub async fn choose_mail_language(lang: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    let locale = domain::locale::Locale::from_tag(&lang);
    let locale = locale.ok_or_else(|| visit.problem(domain::refusal::Refusal::BadRequest))?;
    let chosen = visit.stepwise.members.choose_language(&who, locale).await;
    chosen.map_err(|error| visit.problem(error))?;
    crate::web::go("/account?done=language");
    Ok(())
}

/// Checks the password and code of the signed-in member once more.
#[cfg(feature = "ssr")]
pub(super) async fn once_more(
    visit: &crate::web::Visit,
    password: String,
    code: String,
) -> Result<(backend::access::Member, backend::auth::Reauthentication), Problem> {
    let who = visit.member_or_sent_away().await?;
    let again = backend::auth::Reauthentication {
        password: password.into(),
        code,
        device: visit.device(),
        from: visit.address(),
    };
    Ok((who, again))
}
