//! Checks codes of a connected authenticator app. Each code is accepted once.

use super::{Factors, account_factors::AccountFactors};
use crate::{Error, Result, db::Transaction, entity::factor};
use domain::{
    code::Code,
    factor::FactorKind,
    refusal::Refusal,
    time::Timestamp,
    totp::{self, Step, Verdict},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

impl Factors {
    /// Checks a code of the connected authenticator app. A code is accepted once, and only if its time step is later
    /// than that of all codes accepted before.
    pub(crate) async fn use_authenticator_code(
        &self,
        tx: &Transaction,
        factors: &AccountFactors,
        code: &Code,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>> {
        let Some(row) = factors.confirmed(FactorKind::Totp) else {
            return match factors.is_on() {
                // The user has other factors, but no app.
                true => Ok(Err(self.app_missing(factors))),
                // The teacher has reset the factor in the meantime: the student must begin again with the password.
                false => Err(Refusal::SignInFirst.into()),
            };
        };
        let last = row.last_step.and_then(|step| u64::try_from(step).ok());
        let last = last.map(Step::from_number);
        Ok(match totp::verify(&self.secret_of(row)?, code, now, last) {
            // One statement marks the time step as used: of parallel requests with the same code, only one succeeds.
            Verdict::Valid(step) if spend(tx, row, step).await? => Ok(()),
            Verdict::Valid(step) => Err(used(step, now)),
            Verdict::AlreadyUsed(step) => Err(used(step.max(last.unwrap_or(step)), now)),
            Verdict::Wrong => Err(Refusal::CodeWrong),
        })
    }
}

async fn spend(tx: &impl ConnectionTrait, row: &factor::Model, step: Step) -> Result<bool> {
    let step = stored_step(step)?;
    let spent = factor::Entity::update_many()
        .col_expr(factor::Column::LastStep, Expr::value(step))
        .filter(factor::Column::Id.eq(row.id))
        .filter(factor::Column::LastStep.is_null().or(factor::Column::LastStep.lt(step)))
        .exec(tx)
        .await?;
    Ok(spent.rows_affected == 1)
}

/// The refusal of a used code, with the time at which the phone shows the next code.
fn used(last: Step, now: Timestamp) -> Refusal {
    Refusal::CodeUsed {
        next_at: now.after(last.until_next(now)),
    }
}

pub(crate) fn stored_step(step: Step) -> Result<i64> {
    i64::try_from(step.number()).map_err(|_| Error::Corrupt("step"))
}
