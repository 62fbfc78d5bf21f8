//! Signs in with name and password. The form of the name decides, before any look-up, whether a student's or a member's
//! password is checked. The work is the same whether the account exists or not, so that the response time reveals
//! nothing.

use super::{Auth, device_cookie::Device, password_check::run_to_completion};
use crate::{
    Error, Result,
    crypto::context::{self, DUMMY_PASSWORD},
    db::{Transaction, transaction},
    entity::{account, factor},
    limits::{
        network::{Client, Counted},
        throttle,
    },
    members::queries::{Found, account_named, confirmed_factors, identity_of, lock, lock_account_named},
    operations::counters,
    students::progress,
};
use domain::{
    account::{AccountKind, Role},
    credentials::is_student_login,
    ids::AccountId,
    refusal::Refusal,
    seat_failure::SeatFailure,
    session::{Identity, SessionState},
    stage::Stage,
    time::Timestamp,
    typing::{read_credentials, same_password_form},
};
use sea_orm::{
    ConnectionTrait, DbBackend,
    sea_query::{Expr, ExprTrait},
};
use std::net::IpAddr;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub struct SignIn {
    pub name: String,
    pub password: String,
    /// The browser that the device cookie describes, if the browser sent a cookie.
    pub device: Option<Device>,
    pub from: Option<IpAddr>,
    /// The token in the cookie of a trusted browser.
    pub trusted: Option<String>,
    /// The name of the browser, for mails to the owner.
    pub agent: String,
}

#[derive(Debug)]
pub struct PasswordAccepted {
    pub session: SessionState,
    /// The name that the user meant, in the form in which it is compared.
    pub name: String,
    pub kind: AccountKind,
    /// A second factor is required.
    pub factor_on: bool,
    /// A second factor is connected, but no code is required in this trusted browser.
    pub trusted: bool,
    /// The required code is the enrolment code of an administrator.
    pub must_enrol: bool,
    pub(super) is_admin: bool,
}

/// The result of a password check. A wrong password is a value and not an error, because its transaction must be
/// committed.
enum Checked {
    Right {
        identity: Identity,
        factor_on: bool,
        must_enrol: bool,
        is_admin: bool,
    },
    Wrong {
        account: Option<AccountId>,
        locked_until: Option<Timestamp>,
    },
}

impl SignIn {
    fn client(&self) -> Client<'_> {
        Client {
            device: self.device.as_ref(),
            from: self.from,
        }
    }
}

impl Auth {
    pub async fn sign_in(&self, request: SignIn, session: SessionState) -> Result<PasswordAccepted> {
        let accepted = self.password_accepted(&request, session).await?;
        match (accepted.factor_on, accepted.kind) {
            (true, AccountKind::Member) => self.start_second_factor(&request, accepted).await,
            _ => Ok(accepted),
        }
    }

    /// Checks only the password: it sends no code and ignores trusted browsers.
    pub(crate) async fn password_accepted(&self, request: &SignIn, session: SessionState) -> Result<PasswordAccepted> {
        let typed = read_credentials(&request.name, &request.password);
        let name = typed.name;
        let checked = if is_student_login(&name) {
            self.check_student(&name, &typed.password, request).await
        } else {
            self.check_member(name.clone(), request).await
        };
        counters::sign_in("password", &checked, |checked| matches!(checked, Checked::Right { .. }));
        match checked {
            Ok(Checked::Right {
                identity,
                factor_on,
                must_enrol,
                is_admin,
            }) => Ok(PasswordAccepted {
                session: session.password_accepted(identity, factor_on),
                name,
                kind: identity.kind,
                factor_on,
                trusted: false,
                must_enrol,
                is_admin,
            }),
            Ok(Checked::Wrong { account, locked_until }) => {
                if !is_student_login(&name) {
                    self.report_to_member(account);
                    return Err(Refusal::SignInFailed.into());
                }
                // Checked after the password, because the correct password of a student is accepted from every network.
                let refused = self.limits.network_refusal(Counted::Answers, request.client()).await?;
                self.report_to_teacher(account, SeatFailure::WrongPassword, locked_until);
                if refused.is_none() {
                    self.limits
                        .count_wrong_answer(Counted::Answers, request.client())
                        .await?;
                }
                Err(refused.unwrap_or(Refusal::SignInFailed).into())
            }
            Err(Error::Refused(Refusal::Locked { until })) if is_student_login(&name) => {
                self.report_lock_to_teacher(name, until);
                Err(Refusal::Locked { until }.into())
            }
            Err(error) => Err(error),
        }
    }

    /// Decrypts and compares a student's password, as `read_credentials` has read it. If there is no such student, an
    /// encrypted dummy password is used instead, so that the work is the same.
    async fn check_student(&self, name: &str, password: &str, request: &SignIn) -> Result<Checked> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let mut found = lock_account_named(tx, name).await?;
            let known = self.known_device(request.device.as_ref(), found.as_ref());
            let subject = self.password_subject(found.as_ref(), name, known);
            let attempt = count_password(tx, found.as_mut(), subject, now).await?;
            let found = found.filter(|found| found.account.active);
            let right = self.student_password_matches(found.as_ref().map(|found| &found.account), password)?;
            match found {
                Some(found) if right => {
                    attempt.was_right(tx).await?;
                    if let Some(place) = &found.seat {
                        progress::reach(tx, place, Stage::SignedIn, now).await?;
                    }
                    accepted(&found, now)
                }
                found => {
                    attempt.was_wrong(tx, now).await?;
                    Ok(wrong(found, attempt.tally.locked_until))
                }
            }
        })
    }

    /// Hashing a member's password takes long: the attempt waits in the queue, is counted, and is compared outside of
    /// any transaction. The account is read after the wait, so that a password that was changed in the meantime is not
    /// accepted. A browser that has signed in to the account before is never refused because of its network.
    async fn check_member(&self, name: String, request: &SignIn) -> Result<Checked> {
        let line = self.client_of_request(Some(&name), request.device.as_ref(), request.from);
        let place = self.passwords.place(line).await?;
        let (service, password) = (self.clone(), Zeroizing::new(request.password.clone()));
        let (device, from) = (request.device.clone(), request.from);
        run_to_completion(async move {
            let now = service.clock.now();
            let found = account_named(&service.db.read, &name).await?;
            let known = service.known_device(device.as_ref(), found.as_ref());
            if known.is_none() {
                let device = device.as_ref();
                let refused = service
                    .limits
                    .network_refusal(Counted::Answers, Client { device, from });
                if let Some(refused) = refused.await? {
                    return Err(refused.into());
                }
            }
            let subject = service.password_subject(found.as_ref(), &name, known);
            let attempt = transaction!(&service.db, |tx| throttle::count_first(tx, subject, now).await)?;
            let found = found.filter(|found| found.account.active);
            let hash = found.as_ref().and_then(|found| found.account.password_hash.as_deref());
            let right = place.verify(&password, hash).await?;
            match found {
                Some(found) if right => {
                    attempt.was_right(service.db.statement()).await?;
                    accepted(&found, now)
                }
                found => {
                    // This task counts the wrong password, so that it is counted even if the client closes the
                    // connection.
                    let device = device.as_ref();
                    let client = Client { device, from };
                    service.limits.count_wrong_answer(Counted::Answers, client).await?;
                    Ok(wrong(found, attempt.tally.locked_until))
                }
            }
        })
        .await
    }

    /// Returns the browser if a user has signed in to this account in it before, with any of the account's names.
    fn known_device<'a>(&self, device: Option<&'a Device>, found: Option<&Found>) -> Option<&'a Device> {
        let device = device?;
        let account = &found?.account;
        let names = [Some(&account.username), account.email.as_ref()];
        let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        self.has_signed_in(device, &names).then_some(device)
    }

    /// The counter of wrong passwords. All names of an account share one counter. A name without an account has its own
    /// counter, so that the work is the same.
    fn password_subject(&self, found: Option<&Found>, name: &str, known: Option<&Device>) -> throttle::Subject {
        let macs = &self.macs;
        match found {
            Some(found) => throttle::Subject::password(macs, AccountId::from_uuid(found.account.id), known),
            None => throttle::Subject::password_of_unknown_name(macs, name),
        }
    }

    fn student_password_matches(&self, account: Option<&account::Model>, password: &str) -> Result<bool> {
        let known = account.and_then(|account| Some((account.id, account.sealed_password.as_deref()?)));
        let (context, sealed) = match known {
            Some((id, sealed)) => (context::student_password(AccountId::from_uuid(id)), sealed),
            None => (DUMMY_PASSWORD.to_owned(), &*self.dummy_password),
        };
        let right = self.keys.open(&context, sealed)?;
        let right = Zeroizing::new(same_password_form(&String::from_utf8_lossy(&right)));
        Ok(bool::from(right.as_bytes().ct_eq(password.as_bytes())) && known.is_some())
    }
}

fn accepted(found: &Found, now: Timestamp) -> Result<Checked> {
    Ok(Checked::Right {
        identity: identity_of(&found.account, now)?,
        // An enrolment code is required in the same way as a code of a factor.
        factor_on: found.factors > 0 || found.account.must_enrol,
        must_enrol: found.account.must_enrol,
        is_admin: found.account.role.as_deref() == Some(Role::Admin.code()),
    })
}

/// Counts the attempt to enter a student's password. The account's row is locked instead of writing a count for a right
/// password too: on PostgreSQL by the statement that has found it, on MySQL by one more. A name without an account has no
/// row, so its count is written first. The factors are counted under the lock: a factor that was connected while this
/// request waited for the lock has raised the epoch, so a session with an epoch that was read before the lock is refused.
async fn count_password(
    tx: &Transaction,
    found: Option<&mut Found>,
    subject: throttle::Subject,
    now: Timestamp,
) -> Result<throttle::CountedAttempt> {
    let Some(found) = found.filter(|_| tx.get_database_backend() != DbBackend::Sqlite) else {
        return throttle::count(tx, subject, now).await;
    };
    if tx.get_database_backend() == DbBackend::MySql {
        lock(tx, AccountId::from_uuid(found.account.id)).await?;
    }
    let of_account = Expr::col((factor::Entity, factor::Column::AccountId)).eq(found.account.id);
    let (factors, counter) = throttle::with_count(tx, subject, confirmed_factors(of_account)).await?;
    found.factors = factors;
    throttle::count_stored(subject, counter.as_ref(), now)
}

fn wrong(found: Option<Found>, locked_until: Option<Timestamp>) -> Checked {
    let account = found.map(|found| AccountId::from_uuid(found.account.id));
    Checked::Wrong { account, locked_until }
}
