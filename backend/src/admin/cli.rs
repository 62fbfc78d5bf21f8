//! Commands for operators: create an administrator, and reset the factors of a member.

use super::{
    Administration,
    actions::{AccountAct, member_named},
};
use crate::{
    Result,
    db::{Transaction, transaction},
    entity::account,
    members::mailed_links::{self, Purpose},
    operations::audit,
    random,
};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    ids::AccountId,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    registration::{self, EmailFault, Faults, UsernameFault},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, EntityTrait};

impl Administration {
    /// Creates an administrator and returns the link with which they set their password. A password on the command line
    /// would stay in the history of the shell. If a member with this name has confirmed this e-mail address, that member becomes
    /// an administrator; a link is then returned only if they have no password yet. If a member with this name has
    /// another e-mail address, the command is refused.
    pub async fn make_administrator(&self, username: &str, email: &str) -> Result<Option<String>> {
        let now = self.clock.now();
        let faults = |username, email| Refusal::Faults {
            faults: Faults {
                username,
                email,
                ..Faults::default()
            },
        };
        let (username, email) = match (registration::username(username), registration::email(email)) {
            (Ok(username), Ok(email)) => (username, email),
            (username, email) => return Err(faults(username.err(), email.err()).into()),
        };
        let id = AccountId::new(now, random::bytes()?);
        let made = transaction!(&self.db, |tx| {
            if let Some(known) = member_named(tx, &username).await? {
                if known.email.as_deref() != Some(email.as_str()) {
                    return Err(faults(Some(UsernameFault::Taken), None).into());
                }
                let id = AccountId::from_uuid(known.id);
                if known.password_hash.is_none() {
                    // An earlier call has created this account. The link of that call was lost or has expired.
                    return self.link_to_a_password(tx, id, &email, now).await.map(Some);
                }
                // This ends the member's sessions, so that the new rights require a new sign-in.
                self.change_member(tx, &known, AccountAct::MakeAdmin, None, now).await?;
                return Ok(None);
            }
            let row = account::ActiveModel {
                id: Set(id.uuid()),
                kind: Set(AccountKind::Member.code().to_owned()),
                role: Set(Some(Role::Admin.code().to_owned())),
                username: Set(username.clone()),
                epoch: Set(0),
                active: Set(true),
                created_at: Set(now.micros()),
                // The address is stored as confirmed, because the operator has entered it.
                email: Set(Some(email.clone())),
                ..Default::default()
            };
            account::Entity::insert(row).exec_without_returning(tx).await?;
            audit::record(tx, id, AuditKind::RoleChanged, now).await?;
            self.link_to_a_password(tx, id, &email, now).await.map(Some)
        });
        match made {
            Err(error) if error.is_taken() => Err(faults(Some(UsernameFault::Taken), Some(EmailFault::Same)).into()),
            made => made,
        }
    }

    async fn link_to_a_password(&self, tx: &Transaction, id: AccountId, email: &str, now: Timestamp) -> Result<String> {
        let token = mailed_links::issue(tx, Purpose::ResetPassword, Some(id), Some(email), now).await?;
        Ok(format!("{}/forgot/{token}", self.settings.address))
    }

    /// Like `issue_enrolment_code`, but called by the command line.
    pub async fn reset_member_factors(&self, name: &str) -> Result<RecoveryCode> {
        let now = self.clock.now();
        let code = RecoveryCode::from_random(random::bytes()?);
        transaction!(&self.db, |tx| {
            let known = member_named(tx, name).await?.ok_or(Refusal::NotFound)?;
            self.members.issue_enrolment(tx, &known, &code, None, now).await
        })?;
        Ok(code)
    }
}
