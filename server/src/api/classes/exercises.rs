//! The exercises of a class: which ones it has, and which of them students may do now.

use super::requests::field;
use crate::api::{
    Api,
    auth::Caller,
    description::{Conflict, ForeignOrigin, InvalidBody, NotFound, Unauthorized, Unavailable},
    extract::{ValidJson, ValidPath},
    problem::ApiError,
    responses::{Exercises, GateName},
};
use axum::{Json, extract::State};
use domain::exercises::{Exercise, Gate};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExerciseGates {
    /// The gates that change; exercises that are not named keep theirs
    #[schema(example = json!({ "message": "open", "files": "later" }))]
    exercises: BTreeMap<String, GateName>,
}

/// The gates by exercise. An unknown exercise is a fault of the field.
pub fn gates(typed: BTreeMap<String, GateName>) -> Result<Vec<(Exercise, Gate)>, ApiError> {
    let gate = |(code, gate): (String, GateName)| {
        let exercise = Exercise::from_code(&code).ok_or_else(|| field("exercises", "unknown"))?;
        Ok((exercise, gate.into()))
    };
    typed.into_iter().map(gate).collect()
}

/// Change the exercises
///
/// Switches exercises on (`open` or `later`) or `off`, and opens them for all students. Students do them after the four
/// stages. Badges stay when an exercise is switched off.
#[utoipa::path(
    patch,
    path = "/classes/{id}/exercises",
    tag = "Classes",
    operation_id = "change_exercises",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("id" = String, Path, description = "Id of the class", format = "uuid")),
    request_body = ExerciseGates,
    responses(
        (status = 200, description = "The exercises of the class", body = Exercises),
        InvalidBody, Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable,
    )
)]
pub async fn change(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(id): ValidPath<String>,
    ValidJson(wanted): ValidJson<ExerciseGates>,
) -> Result<Json<Exercises>, ApiError> {
    let teacher = caller.manages(&api, &id).await?;
    let gates = gates(wanted.exercises)?;
    let lesson = api.stepwise.exercises.set_gates(teacher, &gates).await?;
    Ok(Json(Exercises {
        exercises: lesson.into(),
    }))
}
