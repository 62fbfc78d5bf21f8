//! Server functions of the administrator pages. Other users get 404.

mod actions;
mod queries;

pub use actions::{
    ActOnAccount, DeclineRescue, EnrolmentCode, IssueCode, MakeInvite, ReauthenticateAdmin, RevokeInvite,
    load_enrolment_code,
};
use actions::{INVITE, shown_once};
pub use queries::audit_filter;
pub use queries::{
    AuditQuery, Rescues, load_admin, load_admin_account, load_admin_accounts, load_admin_audit, load_admin_classes,
    load_admin_invites, load_admin_rescues, load_admin_server,
};
