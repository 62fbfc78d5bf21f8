//! The command `stepwise admin`: manages members from the terminal.

use super::{
    services::{services, to_start_error},
    terminal::{print, run},
};
use crate::{
    config::{Admin, Installation},
    startup::error::StartError,
};
use backend::service::AccountAct;

pub fn admin(act: Admin) -> Result<(), StartError> {
    run(async {
        match act {
            Admin::Create {
                username,
                email,
                installation,
            } => {
                let made = services(&installation)
                    .await?
                    .make_administrator(&username, &email)
                    .await;
                print(match made.map_err(to_start_error)? {
                    Some(link) => format!("{username} sets the password here, within 30 minutes:\n  {link}"),
                    None => format!("{username} is an administrator from the next sign-in on."),
                });
            }
            Admin::Invite { installation } => {
                let link = services(&installation).await?.invite().await.map_err(to_start_error)?;
                print(format!("One person can register here, within a week:\n  {link}"));
            }
            Admin::ResetFactors { username, installation } => {
                let reset = services(&installation).await?.reset_member_factors(&username).await;
                let code = reset.map_err(to_start_error)?;
                print(format!(
                    "{username} connects a phone with the password and this code, once, within 24 hours:\n  {code}\n\
                     Hand the code over in person. All sessions of this member have ended."
                ));
            }
            Admin::Deactivate { username, installation } => {
                act_on(&installation, &username, AccountAct::Deactivate).await?;
                print(format!(
                    "{username} cannot sign in any more. All sessions of this member have ended."
                ));
            }
            Admin::Reactivate { username, installation } => {
                act_on(&installation, &username, AccountAct::Reactivate).await?;
                print(format!("{username} can sign in again."));
            }
        }
        Ok(())
    })
}

async fn act_on(installation: &Installation, username: &str, act: AccountAct) -> Result<(), StartError> {
    let done = services(installation).await?.act_on_member(username, act).await;
    done.map_err(to_start_error)
}
