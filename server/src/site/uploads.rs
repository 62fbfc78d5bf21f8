//! Files that teachers upload with a form. The middleware `buffer_body` has read the whole form, up to the size of its
//! route.

use crate::site::route_error::RouteError;
use app::{
    request::{RequestContext, Site},
    server_fns::{NamesUpload, upload_names, upload_questions},
};
use axum::{
    Router,
    body::Body,
    extract::{FromRequest, Multipart, Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use backend::Stepwise;
use domain::refusal::Refusal;
use std::sync::Arc;

pub const NAMES: &str = "/classes/{id}/names-file";
pub const QUESTIONS: &str = "/classes/{id}/questions-file";

#[derive(Clone)]
struct Uploads {
    stepwise: Stepwise,
    site: Arc<Site>,
}

pub fn routes(stepwise: Stepwise, site: Arc<Site>) -> Router {
    Router::new()
        .route(NAMES, post(names))
        .route(QUESTIONS, post(questions))
        .with_state(Uploads { stepwise, site })
}

async fn names(
    State(uploads): State<Uploads>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, RouteError> {
    let (context, form) = uploads.read(request).await?;
    let mut upload = NamesUpload::default();
    for (name, content) in form {
        match name.as_str() {
            "file" => upload.file = content,
            "names" => upload.typed = String::from_utf8(content).map_err(|_| Refusal::BadRequest)?,
            "identifiers" => upload.keeps_identifiers = true,
            _ => {}
        }
    }
    Ok(see_other(upload_names(&context, &id, upload).await?))
}

async fn questions(
    State(uploads): State<Uploads>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, RouteError> {
    let (context, form) = uploads.read(request).await?;
    let file = form.into_iter().find(|(name, _)| name == "file");
    let (_, file) = file.ok_or(Refusal::BadRequest)?;
    Ok(see_other(upload_questions(&context, &id, &file).await?))
}

type Fields = Vec<(String, Vec<u8>)>;

impl Uploads {
    async fn read(self, request: Request) -> Result<(RequestContext, Fields), RouteError> {
        let (parts, body) = request.into_parts();
        let mut form = Request::new(Body::empty());
        *form.headers_mut() = parts.headers.clone();
        *form.body_mut() = body;
        let fields = fields_of(form).await.ok_or(Refusal::BadRequest)?;
        let context = RequestContext::from_parts(self.stepwise, self.site, parts);
        Ok((context.ok_or(Refusal::Unavailable)?, fields))
    }
}

/// The fields of the form; `None` if it is malformed.
async fn fields_of(request: Request) -> Option<Fields> {
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let mut fields = Fields::new();
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        fields.push((name, field.bytes().await.ok()?.to_vec()));
    }
    Some(fields)
}

/// Leads to the page that shows the outcome.
fn see_other((page, cookie): (String, String)) -> Response {
    let header = |value: &str| HeaderValue::from_str(value).ok();
    let mut response = StatusCode::SEE_OTHER.into_response();
    for (name, value) in [(header::LOCATION, header(&page)), (header::SET_COOKIE, header(&cookie))] {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
