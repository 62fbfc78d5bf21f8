//! Server functions that show new recovery codes until the user has saved them.

use crate::problem::Problem;
use domain::view::RecoveryCodesView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Returns the ten recovery codes for ten minutes or until the user confirms that they are saved; after that an empty
/// list.
#[server(prefix = "/sfn", endpoint = "recovery-codes", input = GetUrl)]
pub async fn load_recovery_codes() -> Result<RecoveryCodesView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    let Some(mut codes) = unsaved_codes(&context, who.account(), who.epoch()) else {
        if who.kind() == domain::account::AccountKind::Member {
            crate::request::redirect("/account");
        }
        return Ok(RecoveryCodesView::default());
    };
    codes.comes_back = context.stepwise.students.code_is_next(&who).await?;
    Ok(codes)
}

/// The user has saved the codes, so they are not shown again.
#[server(prefix = "", endpoint = "set-up/saved")]
pub async fn recovery_codes_saved(renewed: Option<String>) -> Result<(), Problem> {
    use crate::request::{RequestContext, redirect};
    use domain::account::AccountKind;
    let context = RequestContext::current()?;
    let who = context.require_signed_in().await?;
    forget_codes(&context);
    redirect(match who.kind() {
        AccountKind::Student => "/lesson",
        AccountKind::Member if renewed.is_some() => "/account",
        AccountKind::Member => "/classes",
    });
    Ok(())
}
use shown::unsaved_codes;
pub use shown::{forget_codes, save_codes_first, show_once};

/// The sealed cookie from which the page shows the codes.
mod shown {
    use crate::{
        problem::Problem,
        request::{RequestContext, SealedCookie, redirect},
    };
    use domain::{
        factor::FactorKind, ids::AccountId, recovery_code::RecoveryCode, refusal::Refusal, view::RecoveryCodesView,
    };

    const COOKIE: &str = "recovery_codes";

    /// The purpose of the cookie contains the epoch. Therefore codes from before a change of the epoch, for example a
    /// reset of the authenticator, cannot be decrypted.
    fn cookie(account: AccountId, epoch: u32) -> SealedCookie {
        SealedCookie::shown_once(COOKIE, format!("recovery-codes:{account}:{epoch}"))
    }

    /// The codes that the user of this browser has not confirmed as saved yet.
    pub fn unsaved_codes(context: &RequestContext, account: AccountId, epoch: u32) -> Option<RecoveryCodesView> {
        serde_json::from_str(&context.sealed(&cookie(account, epoch))?).ok()
    }

    /// Redirects to the page with the recovery codes until the user confirms that they are saved, because they cannot
    /// be shown again later.
    pub fn save_codes_first(context: &RequestContext, account: AccountId, epoch: u32) {
        if unsaved_codes(context, account, epoch).is_some() {
            redirect("/set-up/recovery-codes");
        }
    }

    pub fn show_once(
        context: &RequestContext,
        account: AccountId,
        (epoch, connected): (u32, Option<FactorKind>),
        codes: &[RecoveryCode],
    ) -> Result<(), Problem> {
        let shown = RecoveryCodesView {
            connected,
            comes_back: false,
            codes: codes.iter().map(ToString::to_string).collect(),
        };
        let shown = serde_json::to_string(&shown).map_err(|_| Refusal::Unavailable)?;
        Ok(context.set_sealed(&cookie(account, epoch), &shown)?)
    }

    pub fn forget_codes(context: &RequestContext) {
        context.remove_cookie(COOKIE);
    }
}
