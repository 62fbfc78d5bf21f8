//! Server functions of a member's own account. Every change to the sign-in requires password and code again.

use crate::problem::Problem;
use domain::view::{AccountView, ClassesView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "classes", input = GetUrl)]
pub async fn load_classes() -> Result<ClassesView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    crate::server_fns::factors::save_codes_first(&context, who.account(), who.epoch());
    Ok(context.stepwise.classes.classes(&who).await?)
}

#[server(prefix = "/sfn", endpoint = "account", input = GetUrl)]
pub async fn load_account() -> Result<AccountView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    crate::server_fns::factors::save_codes_first(&context, who.account(), who.epoch());
    let key = context.session_key();
    let mut account = context.stepwise.members.account(&who, key.as_ref()).await?;
    account.factors.passkey_obstacle = context.passkeys_here().err();
    Ok(account)
}

/// The user name, for pages that ask for password and code again.
#[server(prefix = "/sfn", endpoint = "again", input = GetUrl)]
pub async fn load_reauthentication() -> Result<String, Problem> {
    let context = crate::request::RequestContext::current()?;
    Ok(context.require_member().await?.login().to_owned())
}

#[server(prefix = "", endpoint = "account/phone")]
pub async fn change_phone(password: String, code: String, #[server(default)] passkey: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = reauthentication(&context, password, code, &passkey).await?;
    let allowed = context
        .stepwise
        .set_up
        .allow_another_phone(who, &again, context.session_state().await?);
    context.renew_session(allowed.await?).await?;
    crate::request::redirect("/set-up");
    Ok(())
}

#[server(prefix = "", endpoint = "account/recovery-codes")]
pub async fn renew_recovery_codes(
    password: String,
    code: String,
    #[server(default)] passkey: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = reauthentication(&context, password, code, &passkey).await?;
    let (account, epoch) = (who.account(), who.epoch());
    let codes = context.stepwise.set_up.renew_recovery_codes(who, &again).await;
    crate::server_fns::factors::show_once(&context, account, (epoch, None), &codes?)?;
    crate::request::redirect("/set-up/recovery-codes?renewed=yes");
    Ok(())
}

#[server(prefix = "", endpoint = "account/password")]
pub async fn change_password(
    password: String,
    code: String,
    #[server(default)] passkey: String,
    new_password: String,
    new_password_again: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = reauthentication(&context, password, code, &passkey).await?;
    let new = backend::members::NewPassword {
        password: new_password.into(),
        again: new_password_again.into(),
    };
    let state = context.session_state().await?;
    let changed = context.stepwise.members.change_password(who, &again, &new, state).await;
    context.renew_session(changed?).await?;
    crate::request::redirect("/account?done=password");
    Ok(())
}

#[server(prefix = "", endpoint = "account/email")]
pub async fn change_email(
    password: String,
    code: String,
    #[server(default)] passkey: String,
    email: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = reauthentication(&context, password, code, &passkey).await?;
    context.stepwise.members.change_email(who, &again, &email).await?;
    crate::request::redirect("/account?done=email");
    Ok(())
}

#[server(prefix = "", endpoint = "account/delete")]
pub async fn delete_account(password: String, code: String, #[server(default)] passkey: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = reauthentication(&context, password, code, &passkey).await?;
    context.stepwise.members.delete_account(who, &again).await?;
    context
        .renew_session(context.session_state().await?.signed_out())
        .await?;
    crate::request::redirect("/sign-out?from=account");
    Ok(())
}

#[server(prefix = "", endpoint = "account/end-others")]
pub async fn end_other_sessions() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let ended = context
        .stepwise
        .members
        .end_other_sessions(&who, context.session_state().await?)
        .await;
    context.renew_session(ended?).await?;
    crate::request::redirect("/account?done=sessions");
    Ok(())
}

/// Ends the session that `reference` names on the account page. If it is the session of this browser, the user is
/// signed out.
#[server(prefix = "", endpoint = "account/end-session")]
pub async fn end_session(reference: String) -> Result<(), Problem> {
    use backend::members::EndedSession;
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let ended = context
        .stepwise
        .members
        .end_session(&who, context.session_key().as_ref(), &reference)
        .await;
    match ended? {
        EndedSession::This => {
            context
                .renew_session(context.session_state().await?.signed_out())
                .await?;
            crate::server_fns::factors::forget_codes(&context);
            crate::request::redirect("/sign-out?from=classes");
        }
        EndedSession::Another => crate::request::redirect("/account?done=session"),
    }
    Ok(())
}

/// Turns the mail about sign-ins from new devices on or off. `wanted` is `None` if the checkbox is not ticked, because
/// browsers do not send such a checkbox.
#[server(prefix = "", endpoint = "account/new-device-mail")]
pub async fn choose_new_device_mail(wanted: Option<String>) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    context
        .stepwise
        .members
        .choose_new_device_mail(&who, wanted.is_some())
        .await?;
    crate::request::redirect("/account?done=new-device-mail");
    Ok(())
}

#[server(prefix = "", endpoint = "account/language")]
pub async fn choose_mail_language(lang: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let locale = domain::locale::Locale::from_tag(&lang);
    let locale = locale.ok_or(domain::refusal::Refusal::BadRequest)?;
    context.stepwise.members.choose_language(&who, locale).await?;
    crate::request::redirect("/account?done=language");
    Ok(())
}

/// Combines the password and the code that the signed-in member has entered again, or the answer of a passkey, which
/// replaces both. The service checks them together with the change.
pub(in crate::server_fns) async fn reauthentication(
    context: &crate::request::RequestContext,
    password: String,
    code: String,
    passkey: &str,
) -> Result<(backend::access::Member, backend::auth::Reauthentication), Problem> {
    let who = context.require_member().await?;
    let passkey = match passkey {
        "" => None,
        answer => Some(backend::factors::passkeys::PasskeyAnswer::parse(answer)?),
    };
    let again = backend::auth::Reauthentication {
        password: password.into(),
        code,
        passkey,
        device: context.device(),
        from: context.client_ip(),
    };
    Ok((who, again))
}
