//! Operations on the classes of the member whose token the call contains.

pub mod exercises;
mod requests;
pub mod settings;

use super::{
    Api,
    auth::Caller,
    description::{
        Conflict, ForeignOrigin, InvalidBody, InvalidQuery, NotFound, TooManyRequests, Unauthorized, Unavailable,
    },
    extract::{ClientIp, ValidJson, ValidPath, ValidQuery},
    problem::ApiError,
    responses::{self, Card, Class, Classes, OpenedClass, Progress},
};
use app::{csv_downloads::results_table, request::locale_of};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::{access::ManagesClass, api::OpenClassOnce};
pub use requests::seats;
use requests::{ListQuery, NewClass, ProgressQuery, idempotency_key};
use settings::{class_of, join_url};
use std::ops::RangeInclusive;
use texts::Texts;

/// Open a class
///
/// Creates all seats or none. The response contains the passwords. Later they are shown only on the page of the class, or
/// replaced one by one. With an `Idempotency-Key`, the same request can be repeated for two days: it opens one class and
/// returns the same response. The same key with another body is refused with 422.
#[utoipa::path(
    post,
    path = "/classes",
    tag = "Classes",
    operation_id = "open_class",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Any value of 1 to 255 characters, chosen by the client")),
    request_body = NewClass,
    responses(
        (status = 201, description = "The class was opened", body = OpenedClass),
        InvalidBody, Unauthorized, ForeignOrigin, NotFound, TooManyRequests, Unavailable,
    )
)]
pub async fn open(
    State(api): State<Api>,
    caller: Caller,
    ClientIp(from): ClientIp,
    headers: HeaderMap,
    ValidJson(new): ValidJson<NewClass>,
) -> Result<(StatusCode, Json<OpenedClass>), ApiError> {
    let key = idempotency_key(&headers)?;
    let request = OpenClassOnce {
        from,
        ..new.checked(&headers)?
    };
    let opened = api.stepwise.api.open_class_once(&caller.0, request, key).await?;
    Ok((
        StatusCode::CREATED,
        Json(OpenedClass {
            id: opened.id.to_string(),
            join_url: join_url(&api, &opened.join_code, opened.locale),
            join_code: opened.join_code,
            seats: opened.cards.into_iter().map(Into::into).collect(),
        }),
    ))
}

pub async fn cards(api: &Api, teacher: ManagesClass, numbers: RangeInclusive<u16>) -> Result<Vec<Card>, ApiError> {
    let cards = api.stepwise.classes.cards(teacher, numbers).await?;
    Ok(cards.into_iter().map(Into::into).collect())
}

impl From<backend::classes::Card> for Card {
    fn from(card: backend::classes::Card) -> Self {
        Self {
            number: card.number,
            login: card.login,
            password: card.password,
        }
    }
}

/// List the classes
///
/// Newest first, in pages.
#[utoipa::path(
    get,
    path = "/classes",
    tag = "Classes",
    operation_id = "list_classes",
    security(("access_token" = []), ("access_cookie" = [])),
    params(ListQuery),
    responses((status = 200, description = "A page of the list", body = Classes), InvalidQuery, Unauthorized, NotFound, Unavailable)
)]
pub async fn list(
    State(api): State<Api>,
    caller: Caller,
    ValidQuery(part): ValidQuery<ListQuery>,
) -> Result<Json<Classes>, ApiError> {
    let (seen, most) = part.checked()?;
    let classes = api.stepwise.classes.classes_after(&caller.0, seen, most).await?;
    let is_whole = classes.len() as u64 == most;
    let classes: Vec<responses::ClassInList> = classes.into_iter().map(Into::into).collect();
    let next = classes.last().filter(|_| is_whole).map(|last| last.id.clone());
    Ok(Json(Classes { classes, next }))
}

/// Show a class
///
/// Returns all seats, without passwords.
#[utoipa::path(
    get,
    path = "/classes/{id}",
    tag = "Classes",
    operation_id = "show_class",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("id" = String, Path, description = "Id of the class", format = "uuid")),
    responses((status = 200, description = "The class", body = Class), Unauthorized, NotFound, Unavailable)
)]
pub async fn show(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(id): ValidPath<String>,
) -> Result<Json<Class>, ApiError> {
    let board = api.stepwise.classes.board(caller.manages(&api, &id).await?).await?;
    Ok(Json(class_of(&api, board)))
}

/// Follow the progress
///
/// Returns what has changed since a version. API clients poll every few seconds. If nothing has changed, the response is empty.
#[utoipa::path(
    get,
    path = "/classes/{id}/progress",
    tag = "Classes",
    operation_id = "progress",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("id" = String, Path, description = "Id of the class", format = "uuid"), ProgressQuery),
    responses(
        (status = 200, description = "The changes", body = Progress),
        (status = 204, description = "Nothing has changed"),
        InvalidQuery, Unauthorized, NotFound, Unavailable,
    )
)]
pub async fn progress(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(id): ValidPath<String>,
    ValidQuery(ProgressQuery { since }): ValidQuery<ProgressQuery>,
) -> Result<Response, ApiError> {
    let teacher = caller.manages(&api, &id).await?;
    let changes = api.stepwise.classes.board_changes(teacher, since.unwrap_or(-1)).await?;
    if since == Some(changes.version) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let progress = Progress {
        version: changes.version,
        server_time: responses::rfc3339(changes.now),
        state: changes.state.into(),
        exercises: changes.lesson.into(),
        seats: changes.seats.into_iter().map(Into::into).collect(),
    };
    Ok(Json(progress).into_response())
}

/// End a class
///
/// Students can no longer join or pass stages. The results are kept for some days.
#[utoipa::path(
    post,
    path = "/classes/{id}/end",
    tag = "Classes",
    operation_id = "end_class",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("id" = String, Path, description = "Id of the class", format = "uuid")),
    responses((status = 204, description = "The class has ended"), Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn end(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(id): ValidPath<String>,
) -> Result<StatusCode, ApiError> {
    api.stepwise.classes.end_class(caller.manages(&api, &id).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Download the results
///
/// One row for each seat, with the times and durations of the stages and of the exercises of the class. The header is in the language of `Accept-Language`.
#[utoipa::path(
    get,
    path = "/classes/{id}/results.csv",
    tag = "Classes",
    operation_id = "results",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("id" = String, Path, description = "Id of the class", format = "uuid")),
    responses(
        (status = 200, description = "The table", body = String, content_type = "text/csv"),
        Unauthorized, NotFound, Unavailable,
    )
)]
pub async fn results(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(id): ValidPath<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let results = api.stepwise.classes.results(caller.manages(&api, &id).await?).await?;
    let table = results_table(Texts::of(locale_of(&headers)), results);
    let kind = [(header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present")];
    Ok((kind, table).into_response())
}

/// Delete a class
///
/// Deletes the class at once with all seats, logins and secrets, even if it has not ended. This cannot be undone.
#[utoipa::path(
    delete,
    path = "/classes/{id}",
    tag = "Classes",
    operation_id = "delete_class",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("id" = String, Path, description = "Id of the class", format = "uuid")),
    responses((status = 204, description = "Deleted"), Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn delete(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(id): ValidPath<String>,
) -> Result<StatusCode, ApiError> {
    api.stepwise
        .classes
        .delete_class(caller.manages(&api, &id).await?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
