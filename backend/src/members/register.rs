//! Registers members. Only the owner of an e-mail address learns, by mail, whether the address is already taken.

use super::{
    Members,
    mailed_links::{self, Purpose},
    queries::identity_of,
};
use crate::{
    Result,
    db::{Transaction, transaction},
    entity::account,
    factors::account_factors::AccountFactors,
    form_token::{Form, is_same},
    limits::{
        network::{Client, Counted},
        throttle,
    },
    notify::{compose::Notice, queue::or_suppressed},
    operations::audit,
    random,
    settings::Registration,
};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    ids::AccountId,
    locale::Locale,
    refusal::Refusal,
    registration::{self, Faults, KnownNames, UsernameFault},
    session::SessionState,
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use std::net::IpAddr;
use zeroize::Zeroizing;

pub struct Register {
    /// The sealed form from `register_form`. A form that is sent twice creates one account.
    pub form: String,
    pub username: String,
    pub email: String,
    pub password: Zeroizing<String>,
    pub again: Zeroizing<String>,
    pub invitation: Option<String>,
    pub locale: Locale,
    pub address: Option<IpAddr>,
}

impl Members {
    /// The sealed content of a registration form: the id of the account that the form will create. The request is
    /// refused if registration is not allowed.
    pub async fn register_form(&self, invitation: Option<&str>) -> Result<String> {
        self.may_register(invitation, self.clock.now()).await?;
        let id = AccountId::new(self.clock.now(), random::bytes()?);
        self.form_tokens.seal_form(Form::Register, &id.to_string())
    }

    /// Registers a member. The session then allows only the set-up of a second factor.
    pub async fn register(&self, request: Register, session: SessionState) -> Result<SessionState> {
        let now = self.clock.now();
        let id = self.form_tokens.open_form(Form::Register, &request.form)?;
        let id: AccountId = id.parse().map_err(|_| Refusal::BadRequest)?;
        if let Some(session) = self.is_registered_already(id, &request, &session, now).await? {
            return Ok(session);
        }
        self.may_register(request.invitation.as_deref(), now).await?;
        let (username, email) = match self.without_faults(&request).await {
            Ok(names) => names,
            // It is possible that a parallel request with the same form has taken the name.
            Err(fault) => {
                let same = self.is_registered_already(id, &request, &session, now).await?;
                return same.ok_or(fault);
            }
        };
        let client = self.auth.client_of_request(None, None, request.address);
        let place = self.passwords.place(client).await?;
        // Counted before the password is hashed, even if the registration fails afterwards.
        self.check_registration_limit(request.address).await?;
        let hash = place.hash(&request.password).await?;
        let account = account::Model {
            id: id.uuid(),
            kind: AccountKind::Member.code().to_owned(),
            role: Some(Role::Teacher.code().to_owned()),
            username,
            password_hash: Some(hash),
            sealed_password: None,
            epoch: 0,
            active: true,
            created_at: now.micros(),
            updated_at: None,
            email: None,
            unconfirmed_email: Some(email),
            locale: Some(request.locale.tag().to_owned()),
            registered_from: None,
            must_enrol: false,
            token_epoch: 0,
            first_email_pending: true,
            new_device_mail: true,
            api_seen_at: None,
        };
        let inserted = transaction!(&self.db, |tx| {
            if let Some(invitation) = request.invitation.as_deref().filter(|_| self.invites()) {
                mailed_links::use_up(tx, Purpose::Invitation, invitation, now).await?;
            }
            self.insert_member(tx, &account, now).await
        });
        match inserted {
            Err(error) if error.is_taken() => {
                // A parallel request with the same form, or of another user, has taken the name since it was checked.
                let same = self.is_registered_already(id, &request, &session, now).await?;
                same.ok_or_else(|| taken().into())
            }
            Err(error) => Err(error),
            Ok(()) => Ok(session.password_accepted(identity_of(&account, now)?, false)),
        }
    }

    pub fn registration(&self) -> Registration {
        self.settings.registration
    }

    fn invites(&self) -> bool {
        self.registration() == Registration::Invite
    }

    async fn may_register(&self, invitation: Option<&str>, now: Timestamp) -> Result<()> {
        match (self.registration(), invitation) {
            (Registration::Open, _) => Ok(()),
            (Registration::Closed, _) => Err(Refusal::RegistrationClosed.into()),
            (Registration::Invite, None | Some("")) => Err(Refusal::InvitationNeeded.into()),
            (Registration::Invite, Some(token)) => {
                mailed_links::find_valid(&self.db.read, Purpose::Invitation, token, now).await?;
                Ok(())
            }
        }
    }

    /// Returns the session if this form has already created its account: the user then continues with this account.
    async fn is_registered_already(
        &self,
        id: AccountId,
        request: &Register,
        session: &SessionState,
        now: Timestamp,
    ) -> Result<Option<SessionState>> {
        let Some(known) = account::Entity::find_by_id(id.uuid()).one(&self.db.read).await? else {
            return Ok(None);
        };
        if !is_same(known.created_at, now) || AccountFactors::of(&self.db.read, id).await?.is_on() {
            return Err(Refusal::BadRequest.into());
        }
        // The form alone does not prove that the same user sends it again. Therefore its password is checked and
        // counted like a password at the sign-in.
        let asks = Client {
            device: None,
            from: request.address,
        };
        if let Some(refused) = self.limits.network_refusal(Counted::Answers, asks).await? {
            return Err(refused.into());
        }
        let subject = throttle::Subject::password(&self.macs, id, None);
        let line = self.auth.client_of_request(None, None, request.address);
        let hash = known.password_hash.clone();
        if !self
            .auth
            .password_matches(line, subject, &request.password, hash, request.address)
            .await?
        {
            return Err(Refusal::BadRequest.into());
        }
        Ok(Some(
            session.clone().password_accepted(identity_of(&known, now)?, false),
        ))
    }

    /// User name and e-mail address in their stored form, or all faults of the form.
    async fn without_faults(&self, request: &Register) -> Result<(String, String)> {
        let username = registration::username(&request.username);
        let email = registration::email(&request.email);
        let known = KnownNames {
            username: request.username.trim(),
            emails: [Some(request.email.trim()), None],
            site: &self.settings.issuer,
        };
        let mut faults = Faults {
            username: username.as_ref().err().copied(),
            email: email.as_ref().err().copied(),
            password: registration::password(&request.password, known).err(),
            again: request.password != request.again,
        };
        if let Ok(name) = &username {
            self.limits.count_name_lookup(request.address).await?;
            if self.is_taken(name).await? {
                faults.username = Some(UsernameFault::Taken);
            }
        }
        faults.into_result()?;
        match (username, email) {
            (Ok(username), Ok(email)) => Ok((username, email)),
            _ => Err(Refusal::BadRequest.into()),
        }
    }

    async fn is_taken(&self, name: &str) -> Result<bool> {
        let known = account::Entity::find().filter(account::Column::Username.eq(name));
        Ok(known.count(&self.db.read).await? > 0)
    }

    /// The limit allows a school behind one IP address to register its teachers, but stops a script.
    async fn check_registration_limit(&self, from: Option<IpAddr>) -> Result<()> {
        let most = self.settings.registrations_per_hour;
        let taken = self
            .limits
            .take_from_hourly_budget("budget:registration", from, most)
            .await?;
        Ok(taken.map_err(|until| Refusal::TooManyRegistrations { until })?)
    }

    async fn insert_member(&self, tx: &Transaction, account: &account::Model, now: Timestamp) -> Result<()> {
        let row = account.clone().into_active_model().reset_all();
        account::Entity::insert(row).exec_without_returning(tx).await?;
        audit::record(tx, AccountId::from_uuid(account.id), AuditKind::Registered, now).await?;
        self.ask_to_confirm(tx, account, now).await
    }

    /// Mails the link that confirms the address. If the address is taken, its owner gets a notice instead. If the
    /// mailbox has reached its limit, no mail is sent.
    pub(crate) async fn ask_to_confirm(
        &self,
        tx: &Transaction,
        account: &account::Model,
        now: Timestamp,
    ) -> Result<()> {
        or_suppressed(self.mail_confirmation(tx, account, now).await)
    }

    /// Like `ask_to_confirm`, but refused if the mailbox has reached its limit. Whether the address is free or taken,
    /// one link is issued and one mail is queued, so that the response time does not reveal it. The notice to the owner
    /// does not contain the link.
    pub(crate) async fn mail_confirmation(
        &self,
        tx: &Transaction,
        account: &account::Model,
        now: Timestamp,
    ) -> Result<()> {
        let Some(email) = account.unconfirmed_email.as_deref() else {
            return Ok(());
        };
        let owner = account::Entity::find()
            .filter(account::Column::Email.eq(email))
            .one(tx)
            .await?;
        let id = AccountId::from_uuid(account.id);
        mailed_links::revoke(tx, Purpose::ConfirmEmail, id, now).await?;
        let token = mailed_links::issue(tx, Purpose::ConfirmEmail, Some(id), Some(email), now).await?;
        let (reader, notice) = match &owner {
            Some(owner) => (owner, Notice::AddressTaken),
            None => (account, Notice::ConfirmEmail { token }),
        };
        self.notifications
            .queue_or_refuse(tx, reader, reader, email, &notice, now)
            .await
    }
}

fn taken() -> Refusal {
    Refusal::Faults {
        faults: Faults {
            username: Some(UsernameFault::Taken),
            ..Faults::default()
        },
    }
}
