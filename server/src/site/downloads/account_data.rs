//! Download of all stored data about a member's account, as a JSON file.

use crate::site::route_error::RouteError;
use app::request::session_state_of;
use axum::{
    Extension, Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use backend::{Stepwise, access::SessionOwner, members::AccountData, session_store::SessionKey};
use domain::refusal::Refusal;
use tower_sessions::Session;

/// The route uses `POST`, because each download is recorded in the history of the account.
pub fn routes(stepwise: Stepwise) -> Router {
    Router::new()
        .route("/account/data.json", post(download))
        .with_state(stepwise)
}

async fn download(
    State(stepwise): State<Stepwise>,
    session: Session,
    Extension(owner): Extension<SessionOwner>,
) -> Response {
    match data(&stepwise, &session, &owner).await {
        Ok(data) => {
            let name = [(
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"stepwise-account.json\"",
            )];
            (name, Json(data)).into_response()
        }
        Err(RouteError(Refusal::SignInFirst)) => Redirect::to("/sign-in").into_response(),
        Err(RouteError(Refusal::FactorFirst)) => Redirect::to("/set-up").into_response(),
        Err(error) => error.into_response(),
    }
}

async fn data(stepwise: &Stepwise, session: &Session, owner: &SessionOwner) -> Result<AccountData, RouteError> {
    let state = session_state_of(session).await?;
    let member = stepwise.access.signed_in(&state, owner).await?.member()?;
    let session_key = session.id().as_ref().map(SessionKey::of);
    Ok(stepwise.members.account_data(&member, session_key.as_ref()).await?)
}
