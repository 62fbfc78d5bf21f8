//! Resolves the user of a request and the permissions that server functions require.

use super::{Visit, go};
use crate::problem::Problem;
use backend::access::{
    Admin, ManagesClass, MaySetUp, Member, PendingSignIn, ReadsClass, ReauthenticatedAdmin, SignedIn,
};
use domain::{account::AccountKind, refusal::Refusal, session::SessionState};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// The result for the whole request, because header and page both need it.
#[derive(Clone, Default)]
pub struct SignedInOnce(Arc<OnceCell<Result<SignedIn, Refusal>>>);

impl Visit {
    pub async fn signed_in(&self) -> Result<SignedIn, Problem> {
        let found = self.signed_in.0.get_or_try_init(|| async {
            let state = self.state().await?;
            Ok::<_, Problem>(
                self.stepwise
                    .access
                    .signed_in(&state)
                    .await
                    .map_err(backend::Error::into_refusal),
            )
        });
        found.await?.clone().map_err(|refusal| self.problem(refusal))
    }

    /// For pages that require a user. Anonymous users are redirected to the sign-in, and new members to their set-up.
    pub async fn signed_in_or_sent_away(&self) -> Result<SignedIn, Problem> {
        sent_away(self.signed_in().await)
    }

    pub async fn member(&self) -> Result<Member, Problem> {
        self.signed_in().await?.member().map_err(|error| self.problem(error))
    }

    /// The member who is signed in, if there is one. Sessions of other users cause no query.
    pub async fn member_here(&self) -> Result<Option<Member>, Problem> {
        let state = self.state().await?;
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

    pub async fn member_or_sent_away(&self) -> Result<Member, Problem> {
        sent_away(self.member().await)
    }

    /// Signed-in users who are no administrators get 404.
    pub async fn administrator(&self) -> Result<Member, Problem> {
        let who = self.member_or_sent_away().await?;
        who.admin().map_err(|error| self.problem(error))?;
        Ok(who)
    }

    pub async fn admin(&self) -> Result<Admin, Problem> {
        let who = self.member_or_sent_away().await?;
        who.admin().map_err(|error| self.problem(error))
    }

    /// An administrator with a recent code.
    pub async fn fresh_admin(&self) -> Result<ReauthenticatedAdmin, Problem> {
        let who = self.administrator().await?;
        let fresh = self.stepwise.access.reauthenticated_admin(&who, &self.state().await?);
        fresh.map_err(|error| self.problem(error))
    }

    pub async fn may_set_up(&self) -> Result<MaySetUp, Problem> {
        // The result is already loaded for the header.
        if let Ok(who) = self.signed_in().await {
            return Ok(who.may_set_up());
        }
        let state = self.state().await?;
        self.stepwise
            .access
            .may_set_up(&state)
            .await
            .map_err(|error| self.problem(error))
    }

    pub async fn may_set_up_or_sent_away(&self) -> Result<MaySetUp, Problem> {
        sent_away(self.may_set_up().await)
    }

    /// The class in an address, if this session manages it. Otherwise 404.
    pub async fn manages(&self, id: &str) -> Result<ManagesClass, Problem> {
        let class = id.parse().map_err(|_| self.problem(Refusal::NotFound))?;
        let (state, member) = (self.state().await?, self.member_here().await?);
        self.stepwise
            .access
            .manages(&state, member.as_ref(), class)
            .await
            .map_err(|error| self.problem(error))
    }

    /// The class in an address, if this session may read it.
    pub async fn reads(&self, id: &str) -> Result<ReadsClass, Problem> {
        let class = id.parse().map_err(|_| self.problem(Refusal::NotFound))?;
        let (state, member) = (self.state().await?, self.member_here().await?);
        self.stepwise
            .access
            .reads(&state, member.as_ref(), class)
            .await
            .map_err(|error| self.problem(error))
    }

    /// The pending sign-in of a user whose password was right and whose code is missing, with the session's state.
    pub async fn pending(&self) -> Result<(SessionState, PendingSignIn), Problem> {
        let state = self.state().await?;
        let pending = self.stepwise.access.pending(&state).await;
        Ok((state, pending.map_err(|error| self.problem(error))?))
    }
}

fn sent_away<T>(who: Result<T, Problem>) -> Result<T, Problem> {
    match &who {
        Err(problem) if problem.refusal == Refusal::SignInFirst => go("/sign-in"),
        Err(problem) if problem.refusal == Refusal::FactorFirst => go("/set-up"),
        _ => {}
    }
    who
}
