//! The settings of a class and how the API shows a class.

use super::{Api, Caller, ValidJson, ValidPath, requests::ChangedClass};
use crate::api::{
    description::{Conflict, ForeignOrigin, InvalidBody, NotFound, Unauthorized, Unavailable},
    problem::ApiError,
    responses::{self, Class},
};
use axum::{Json, extract::State};
use domain::{join_code::JoinCode, locale::Locale, view::BoardView};

/// The link for students contains the configured address of the site. The `Host` header of the request is not used:
/// with a false `Host`, a client could send students to another site.
pub fn join_url(api: &Api, join_code: &str, locale: Locale) -> String {
    let code = JoinCode::parse(join_code);
    let join = code.map_or_else(
        || "/join".to_owned(),
        |code| api.stepwise.classes.join_path(&code, locale),
    );
    format!("{}{join}", api.stepwise.settings().address)
}

pub fn class_of(api: &Api, board: BoardView) -> Class {
    Class {
        id: board.id.to_string(),
        join_url: join_url(api, &board.join_code, board.locale),
        title: board.title,
        join_code: board.join_code,
        locale: board.locale.tag(),
        phones: board.phones,
        self_join: board.changes.self_join,
        debrief: board.debrief,
        questions: board.questions,
        expires_at: responses::rfc3339(board.expires),
        state: board.changes.state.into(),
        version: board.changes.version,
        server_time: responses::rfc3339(board.changes.now),
        exercises: board.changes.lesson.into(),
        seats: board.changes.seats.into_iter().map(Into::into).collect(),
    }
}

/// Change the settings of a class
///
/// Fields that are missing or null stay as they are. Returns the class.
#[utoipa::path(
    patch,
    path = "/classes/{id}",
    tag = "Classes",
    operation_id = "change_class",
    security(("access_token" = []), ("access_cookie" = [])),
    params(("id" = String, Path, description = "Id of the class", format = "uuid")),
    request_body = ChangedClass,
    responses(
        (status = 200, description = "The class", body = Class),
        InvalidBody, Conflict, Unauthorized, ForeignOrigin, NotFound, Unavailable,
    )
)]
pub async fn change(
    State(api): State<Api>,
    caller: Caller,
    ValidPath(id): ValidPath<String>,
    ValidJson(changed): ValidJson<ChangedClass>,
) -> Result<Json<Class>, ApiError> {
    let teacher = caller.manages(&api, &id).await?;
    let classes = &api.stepwise.classes;
    let questions = changed.questions();
    classes.change_settings(teacher, changed.checked()?).await?;
    if let Some(questions) = questions {
        classes.set_questions(teacher, questions).await?;
    }
    Ok(Json(class_of(&api, classes.board(teacher).await?)))
}
