//! Download of everything stored about a member's account, as a JSON file.

use app::web::state_of;
use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use backend::{Stepwise, session_store::SessionKey};
use domain::refusal::Refusal;
use tower_sessions::Session;

/// `POST`, because each download is recorded in the history of the account.
pub fn routes(stepwise: Stepwise) -> Router {
    Router::new()
        .route("/account/data.json", post(download))
        .with_state(stepwise)
}

async fn download(State(stepwise): State<Stepwise>, session: Session) -> Response {
    match data(&stepwise, &session).await {
        Ok(data) => {
            let name = [(
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"stepwise-account.json\"",
            )];
            (name, Json(data)).into_response()
        }
        Err(Refusal::SignInFirst) => Redirect::to("/sign-in").into_response(),
        Err(Refusal::FactorFirst) => Redirect::to("/set-up").into_response(),
        Err(refusal) => StatusCode::from_u16(refusal.status())
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
            .into_response(),
    }
}

async fn data(stepwise: &Stepwise, session: &Session) -> Result<backend::service::AccountData, Refusal> {
    let state = state_of(session).await.map_err(|problem| problem.refusal)?;
    let who = stepwise.signed_in(&state).await.map_err(backend::Error::into_refusal)?;
    let who = who.member().map_err(backend::Error::into_refusal)?;
    let here = session.id().as_ref().map(SessionKey::of);
    let data = stepwise.account_data(&who, here.as_ref()).await;
    data.map_err(backend::Error::into_refusal)
}
