//! Resolves the user of a request and the permissions that server functions require.

use super::{RequestContext, redirect};
use crate::problem::Problem;
use backend::access::{
    Admin, EndedSignIn, ManagesClass, MaySetUp, Member, PendingSignIn, ReadsClass, ReauthenticatedAdmin, SignedIn,
};
use domain::{account::AccountKind, refusal::Refusal, session::SessionState};

impl RequestContext {
    pub async fn signed_in(&self) -> Result<SignedIn, Problem> {
        let found = self.signed_in.get_or_try_init(|| async {
            let state = self.session_state().await?;
            Ok::<_, Problem>(
                self.stepwise
                    .access
                    .signed_in(&state, &self.owner)
                    .await
                    .map_err(backend::Error::into_refusal),
            )
        });
        Ok(found.await?.clone()?)
    }

    /// The sign-in of a student that has ended, so that the sign-in page can say why.
    pub async fn ended_sign_in(&self) -> Result<Option<EndedSignIn>, Problem> {
        let state = self.session_state().await?;
        Ok(self.stepwise.access.ended_sign_in(&state, &self.owner))
    }

    /// For pages that require a user. Anonymous users are redirected to the sign-in, and new members to their set-up.
    pub async fn require_signed_in(&self) -> Result<SignedIn, Problem> {
        redirect_anonymous(self.signed_in().await)
    }

    pub async fn member(&self) -> Result<Member, Problem> {
        Ok(self.signed_in().await?.member()?)
    }

    /// The member who is signed in, if there is one. For other sessions no query is needed.
    pub async fn optional_member(&self) -> Result<Option<Member>, Problem> {
        let state = self.session_state().await?;
        let identity = state.signed_in(self.stepwise.now());
        if !identity.is_ok_and(|identity| identity.kind == AccountKind::Member) {
            return Ok(None);
        }
        match self.member().await {
            Ok(member) => Ok(Some(member)),
            Err(problem) if problem.refusal == Refusal::Unavailable => Err(problem),
            Err(_) => Ok(None),
        }
    }

    pub async fn require_member(&self) -> Result<Member, Problem> {
        redirect_anonymous(self.member().await)
    }

    /// Signed-in users who are no administrators get 404.
    pub async fn require_admin_member(&self) -> Result<Member, Problem> {
        let who = self.require_member().await?;
        self.admin(&who).await?;
        Ok(who)
    }

    pub async fn require_admin(&self) -> Result<Admin, Problem> {
        let who = self.require_member().await?;
        self.admin(&who).await
    }

    /// An administrator who must use a passkey and has none is redirected to the page that adds one.
    pub async fn admin(&self, who: &Member) -> Result<Admin, Problem> {
        let admin = self.stepwise.access.admin(who).await.map_err(Problem::from);
        if matches!(&admin, Err(problem) if problem.refusal == Refusal::PasskeyNeeded) {
            redirect("/account/connect/passkey");
        }
        admin
    }

    /// Requires an administrator who has entered a code of the second factor recently.
    pub async fn require_fresh_admin(&self) -> Result<ReauthenticatedAdmin, Problem> {
        let who = self.require_admin_member().await?;
        Ok(self
            .stepwise
            .access
            .reauthenticated_admin(&who, &self.session_state().await?)?)
    }

    pub async fn may_set_up(&self) -> Result<MaySetUp, Problem> {
        // The page header has loaded the user already, so this call needs no further query.
        if let Ok(who) = self.signed_in().await {
            return Ok(who.may_set_up());
        }
        let state = self.session_state().await?;
        Ok(self.stepwise.access.may_set_up(&state, &self.owner).await?)
    }

    pub async fn require_may_set_up(&self) -> Result<MaySetUp, Problem> {
        redirect_anonymous(self.may_set_up().await)
    }

    /// The right to manage the class of this id. A session without this right gets 404.
    pub async fn class_manager(&self, id: &str) -> Result<ManagesClass, Problem> {
        let class = id.parse().map_err(|_| Refusal::NotFound)?;
        let (state, member) = (self.session_state().await?, self.optional_member().await?);
        Ok(self.stepwise.access.manages(&state, member.as_ref(), class).await?)
    }

    /// The right to read the class of this id. A session without this right gets 404.
    pub async fn class_reader(&self, id: &str) -> Result<ReadsClass, Problem> {
        let class = id.parse().map_err(|_| Refusal::NotFound)?;
        let (state, member) = (self.session_state().await?, self.optional_member().await?);
        Ok(self.stepwise.access.reads(&state, member.as_ref(), class).await?)
    }

    /// The pending sign-in of a user whose password was right and whose code is missing, with the session's state.
    pub async fn pending_sign_in(&self) -> Result<(SessionState, PendingSignIn), Problem> {
        let state = self.session_state().await?;
        let pending = self.stepwise.access.pending(&state, &self.owner).await;
        Ok((state, pending?))
    }
}

fn redirect_anonymous<T>(who: Result<T, Problem>) -> Result<T, Problem> {
    match &who {
        Err(problem) if problem.refusal == Refusal::SignInFirst => redirect("/sign-in"),
        Err(problem) if problem.refusal == Refusal::FactorFirst => redirect("/set-up"),
        _ => {}
    }
    who
}
