//! Operations on the seats of a class: adding seats, and the actions of a teacher for one student.

use super::{
    Api,
    auth::Caller,
    classes::{cards, seats},
    description::{Conflict, ForeignOrigin, InvalidBody, NotFound, Unauthorized, Unavailable},
    extract::{ValidJson, ValidPath},
    problem::ApiError,
    responses::{Card, Cards, Seat},
};
use axum::{Json, extract::State, http::StatusCode};
use backend::access::ManagesClass;
use domain::refusal::Refusal;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoreSeats {
    #[schema(minimum = 1, maximum = 500, example = 2)]
    seats: u32,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// A note for the teacher; null removes it
    #[schema(example = "Ada L.", max_length = 60, required = true)]
    #[serde(deserialize_with = "Option::deserialize")]
    label: Option<String>,
}

/// Returns access to the class in the path, and the number of the seat in the path.
async fn place(api: &Api, caller: &Caller, (id, number): (String, String)) -> Result<(ManagesClass, u16), ApiError> {
    let teacher = caller.manages(api, &id).await?;
    Ok((teacher, number.parse().map_err(|_| Refusal::NotFound)?))
}

async fn shown(api: &Api, teacher: ManagesClass, number: u16) -> Result<Json<Seat>, ApiError> {
    Ok(Json(api.stepwise.classes.seat(teacher, number).await?.into()))
}

async fn card(api: &Api, teacher: ManagesClass, number: u16) -> Result<Json<Card>, ApiError> {
    let card = cards(api, teacher, number..=number).await?.into_iter().next();
    Ok(Json(card.ok_or(Refusal::NotFound)?))
}

/// Add seats
#[utoipa::path(
    post,
    path = "/classes/{id}/seats",
    tag = "Seats",
    operation_id = "add_seats",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("id" = String, Path, description = "Id of the class", format = "uuid")),
    request_body = MoreSeats,
    responses(
        (status = 201, description = "The new seats", body = Cards),
        InvalidBody, Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable,
    )
)]
pub async fn add(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(id): ValidPath<String>,
    ValidJson(more): ValidJson<MoreSeats>,
) -> Result<(StatusCode, Json<Cards>), ApiError> {
    let teacher = caller.manages(&api, &id).await?;
    let more = seats(more.seats)?;
    let first = api.stepwise.classes.add_seats(teacher, more, None).await?;
    let seats = cards(&api, teacher, first..=first + (more - 1)).await?;
    Ok((StatusCode::CREATED, Json(Cards { seats })))
}

/// Label a seat
#[utoipa::path(
    patch,
    path = "/classes/{id}/seats/{number}",
    tag = "Seats",
    operation_id = "label_seat",
    security(("access_token" = []), ("access_cookie" = [])),
    params(
        ("id" = String, Path, description = "Id of the class", format = "uuid"),
        ("number" = u16, Path, description = "Number of the seat"),
    ),
    request_body = Label,
    responses(
        (status = 200, description = "The seat", body = Seat),
        InvalidBody, Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable,
    )
)]
pub async fn label(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(at): ValidPath<(String, String)>,
    ValidJson(Label { label }): ValidJson<Label>,
) -> Result<Json<Seat>, ApiError> {
    let (teacher, number) = place(&api, &caller, at).await?;
    let label = label.unwrap_or_default();
    api.stepwise.classes.label_seat(teacher, number, &label).await?;
    shown(&api, teacher, number).await
}

/// Reset the second factor
///
/// For a lost phone: stages 2 to 4 start again, the login and stage 1 stay.
#[utoipa::path(
    post,
    path = "/classes/{id}/seats/{number}/reset",
    tag = "Seats",
    operation_id = "reset_seat",
    security(("access_token" = []), ("access_cookie" = [])),
    params(
        ("id" = String, Path, description = "Id of the class", format = "uuid"),
        ("number" = u16, Path, description = "Number of the seat"),
    ),
    responses((status = 200, description = "The seat", body = Seat), Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn reset(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(at): ValidPath<(String, String)>,
) -> Result<Json<Seat>, ApiError> {
    let (teacher, number) = place(&api, &caller, at).await?;
    api.stepwise.classes.reset_factor(teacher, number).await?;
    shown(&api, teacher, number).await
}

/// Unlock a seat
///
/// Resets the counters of wrong passwords and codes.
#[utoipa::path(
    post,
    path = "/classes/{id}/seats/{number}/unlock",
    tag = "Seats",
    operation_id = "unlock_seat",
    security(("access_token" = []), ("access_cookie" = [])),
    params(
        ("id" = String, Path, description = "Id of the class", format = "uuid"),
        ("number" = u16, Path, description = "Number of the seat"),
    ),
    responses((status = 200, description = "The seat", body = Seat), Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn unlock(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(at): ValidPath<(String, String)>,
) -> Result<Json<Seat>, ApiError> {
    let (teacher, number) = place(&api, &caller, at).await?;
    api.stepwise.classes.unlock_seat(teacher, number).await?;
    shown(&api, teacher, number).await
}

/// Take the hand down
///
/// For a student who has asked for help and has got it.
#[utoipa::path(
    post,
    path = "/classes/{id}/seats/{number}/helped",
    tag = "Seats",
    operation_id = "help_seat",
    security(("access_token" = []), ("access_cookie" = [])),
    params(
        ("id" = String, Path, description = "Id of the class", format = "uuid"),
        ("number" = u16, Path, description = "Number of the seat"),
    ),
    responses((status = 200, description = "The seat", body = Seat), Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn helped(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(at): ValidPath<(String, String)>,
) -> Result<Json<Seat>, ApiError> {
    let (teacher, number) = place(&api, &caller, at).await?;
    api.stepwise.classes.lower_hand(teacher, number).await?;
    shown(&api, teacher, number).await
}

/// Free a seat
///
/// Prepares the seat for another student: a new login and password, and no data of the previous student.
#[utoipa::path(
    post,
    path = "/classes/{id}/seats/{number}/free",
    tag = "Seats",
    operation_id = "free_seat",
    security(("access_token" = []), ("access_cookie" = [])),
    params(
        ("id" = String, Path, description = "Id of the class", format = "uuid"),
        ("number" = u16, Path, description = "Number of the seat"),
    ),
    responses((status = 200, description = "The new login", body = Card), Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn free(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(at): ValidPath<(String, String)>,
) -> Result<Json<Card>, ApiError> {
    let (teacher, number) = place(&api, &caller, at).await?;
    api.stepwise.classes.free_seat(teacher, number).await?;
    card(&api, teacher, number).await
}

/// Take a seat back
///
/// Frees a seat that a browser has taken and to which no student has signed in; it gets a new password. Otherwise 409.
#[utoipa::path(
    post,
    path = "/classes/{id}/seats/{number}/take-back",
    tag = "Seats",
    operation_id = "take_back_seat",
    security(("access_token" = []), ("access_cookie" = [])),
    params(
        ("id" = String, Path, description = "Id of the class", format = "uuid"),
        ("number" = u16, Path, description = "Number of the seat"),
    ),
    responses((status = 200, description = "The seat", body = Seat), Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn take_back(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(at): ValidPath<(String, String)>,
) -> Result<Json<Seat>, ApiError> {
    let (teacher, number) = place(&api, &caller, at).await?;
    api.stepwise.classes.take_back_seat(teacher, number).await?;
    shown(&api, teacher, number).await
}

/// Create a new password
///
/// Ends the sessions of the old password; the stages stay.
#[utoipa::path(
    post,
    path = "/classes/{id}/seats/{number}/new-password",
    tag = "Seats",
    operation_id = "new_seat_password",
    security(("access_token" = []), ("access_cookie" = [])),
    params(
        ("id" = String, Path, description = "Id of the class", format = "uuid"),
        ("number" = u16, Path, description = "Number of the seat"),
    ),
    responses((status = 200, description = "The new password", body = Card), Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn new_password(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(at): ValidPath<(String, String)>,
) -> Result<Json<Card>, ApiError> {
    let (teacher, number) = place(&api, &caller, at).await?;
    api.stepwise.classes.new_seat_password(teacher, number).await?;
    card(&api, teacher, number).await
}

/// Remove a seat
///
/// Deletes the student and the login. The number is never used again.
#[utoipa::path(
    delete,
    path = "/classes/{id}/seats/{number}",
    tag = "Seats",
    operation_id = "remove_seat",
    security(("access_token" = []), ("access_cookie" = [])),
    params(
        ("id" = String, Path, description = "Id of the class", format = "uuid"),
        ("number" = u16, Path, description = "Number of the seat"),
    ),
    responses((status = 204, description = "Deleted"), Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable)
)]
pub async fn remove(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(at): ValidPath<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let (teacher, number) = place(&api, &caller, at).await?;
    api.stepwise.classes.remove_seat(teacher, number).await?;
    Ok(StatusCode::NO_CONTENT)
}
