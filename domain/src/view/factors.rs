//! Data about the second factors of an account, for the pages of its owner.

use crate::{
    account::AccountKind,
    factor::FactorKind,
    ids::{PasskeyId, SentCodeId, TrustedBrowserId},
    passkey::PasskeyObstacle,
    sent_code::{RESEND_COOLDOWN, SentCode},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A connected second factor that the user can sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorView {
    pub kind: FactorKind,
    /// Masked e-mail address or phone number to which codes are sent.
    pub target: Option<String>,
    pub since: Option<Timestamp>,
    /// When the server can send the next code. Set if the server has sent a code for any session of the account a
    /// moment ago.
    #[serde(default)]
    pub resend_at: Option<Timestamp>,
}

/// A code that the server has sent for this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentView {
    pub by: FactorKind,
    pub at: Timestamp,
    /// When the server can send the next code.
    pub resend_at: Timestamp,
}

impl From<SentCode> for SentView {
    fn from(sent: SentCode) -> Self {
        Self {
            by: sent.by,
            at: sent.at,
            resend_at: sent.at.after(RESEND_COOLDOWN),
        }
    }
}

/// The page that connects mail or SMS as a second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSetUpView {
    pub login: String,
    pub kind: AccountKind,
    pub by: FactorKind,
    /// Masked e-mail address or phone number; `None` until the user has entered a number.
    pub target: Option<String>,
    pub sent: Option<SentView>,
    pub now: Timestamp,
    /// The account has no confirmed e-mail address, so the user must confirm one first.
    pub email_first: bool,
    /// The e-mail address that the user still has to confirm.
    pub unconfirmed_email: Option<String>,
    /// The account has no factor yet, so the page has no link back to the account page, which only accounts with a
    /// factor can open.
    pub is_first: bool,
    /// When the server can send the next code. Set if the server has sent a code for any session of the account a
    /// moment ago.
    pub resend_at: Option<Timestamp>,
}

/// A trusted browser, in which the member signs in without a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedBrowserView {
    pub id: TrustedBrowserId,
    pub agent: String,
    pub since: Timestamp,
    pub until: Timestamp,
}

/// The part of the account page about factors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsView {
    /// Connected factors, in the order in which the sign-in asks for them.
    pub connected: Vec<SecondFactorView>,
    /// Factors that the user can connect in addition.
    pub offered: Vec<FactorKind>,
    #[serde(default)]
    pub passkeys: Vec<PasskeyView>,
    /// Why the member cannot create passkeys on this page.
    #[serde(default)]
    pub passkey_obstacle: Option<PasskeyObstacle>,
    pub trusted: Vec<TrustedBrowserView>,
    /// The authenticator app cannot be removed, because the account's role requires one.
    #[serde(default)]
    pub app_stays: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    pub id: PasskeyId,
    /// The name that the owner has given to the passkey.
    pub name: String,
    pub created: Timestamp,
    pub last_used: Option<Timestamp>,
}

/// What the script of a page asks the browser for: an answer by one of these passkeys, or by any passkey of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRequest {
    pub challenge: String,
    pub rp_id: String,
    /// Ids of credentials; empty if the authenticator offers its own passkeys.
    pub allowed: Vec<String>,
}

/// What the script of a page asks the browser for: a new passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyCreation {
    pub challenge: String,
    pub rp_id: String,
    pub rp_name: String,
    pub user_id: String,
    pub login: String,
    /// COSE numbers of the algorithms that the server accepts, the preferred one first.
    pub algorithms: Vec<i32>,
    /// The authenticator offers the passkey by itself, for a sign-in without a name.
    pub is_discoverable: bool,
    /// Passkeys of the account. An authenticator that has one of them creates no second one.
    pub existing: Vec<String>,
}

/// The page that creates a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeySetUpView {
    pub login: String,
    /// The account has no factor yet.
    pub is_first: bool,
    /// The user is an administrator who must connect a passkey before anything else.
    #[serde(default)]
    pub only_way: bool,
    /// The name of the browser, which the user can change.
    pub suggested_name: String,
    pub creation: PasskeyCreation,
}

/// Data of the form in which the user enters password and code again: the connected factors and the sent code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReauthenticationView {
    pub factors: Vec<SecondFactorView>,
    /// With a passkey, the user needs neither password nor code.
    pub passkey: Option<PasskeyRequest>,
    pub sent: Option<SentView>,
    pub now: Timestamp,
}

/// The time until which an administrator is allowed to make changes. After that time, also the data of the form in
/// which the administrator enters a code again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminProof {
    pub until: Option<Timestamp>,
    pub reauthentication: Option<ReauthenticationView>,
}

/// Data of the page that is shown before a factor is connected: the account, and what the user has to do first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorPrerequisites {
    pub login: String,
    /// The account has no confirmed e-mail address to which codes could be sent.
    pub email_first: bool,
    pub unconfirmed_email: Option<String>,
}

/// A message that the practice phone shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeMessage {
    pub id: SentCodeId,
    pub by: FactorKind,
    pub code: String,
    pub at: Timestamp,
}

impl core::fmt::Debug for PracticeMessage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("PracticeMessage")
            .field("by", &self.by)
            .finish_non_exhaustive()
    }
}

/// The messages of a practice phone, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeView {
    pub login: String,
    pub number: String,
    pub address: String,
    pub messages: Vec<PracticeMessage>,
}
