//! Errors of the API: a stable code and a status for API clients, and a text for the people who read the clients' logs.

mod codes;
mod fields;

use super::responses::Way;
use app::{i18n, problem::Problem as PageProblem, request::locale_of};
use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::Stepwise;
pub use codes::{Code, codes};
use domain::{locale::Locale, refusal::Refusal, time::Timestamp};
use fields::is_taken;
use serde::Serialize;
use texts::Texts;
use utoipa::ToSchema;

pub const MEDIA_TYPE: &str = "application/problem+json";

/// Problem details (RFC 9457)
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Link to the explanation of the code
    #[serde(rename = "type")]
    #[schema(example = "/api/docs#sign_in_failed")]
    kind: String,
    /// Name of the status
    #[schema(example = "Unauthorized")]
    title: String,
    #[schema(example = 401)]
    status: u16,
    /// Stable code for API clients
    #[schema(example = "sign_in_failed")]
    code: String,
    /// Text for people, in the language of `Accept-Language` (en, ru, fr)
    detail: String,
    /// The invalid fields, each with the reason
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldFault>,
    /// The kinds of factors of this account, if another kind was used
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ways: Vec<Way>,
    /// Earliest time of the next attempt
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    retry_at: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldFault {
    #[schema(example = "password2")]
    pub field: String,
    /// `missing`, `unknown`, `mistyped`, or the violated rule: `differs`, `too_short`, `common`, `taken`, ..
    #[schema(example = "differs")]
    pub code: String,
}

/// Why a request was refused.
#[derive(Clone, Debug)]
pub enum ApiError {
    Refused(Refusal),
    /// The body is valid JSON, but fields are missing, unknown or invalid.
    Fields(Vec<FieldFault>),
    NotJson,
    /// A middleware or the router has refused the request, with a status and without a body.
    Bare(StatusCode),
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<backend::Error> for ApiError {
    fn from(error: backend::Error) -> Self {
        Self::Refused(error.into_refusal())
    }
}

impl ApiError {
    fn status(&self) -> u16 {
        match self {
            Self::Refused(Refusal::Faults { faults }) if is_taken(faults) => 409,
            // The request contains name, password and code together, so a wrong code means a failed sign-in.
            Self::Refused(
                Refusal::CodeWrong
                | Refusal::CodeUsed { .. }
                | Refusal::CodeExpired
                | Refusal::CodeOfOlderQr
                | Refusal::ClockOff { .. },
            ) => 401,
            Self::Refused(refusal) => refusal.status(),
            Self::Fields(_) => 422,
            Self::NotJson => 400,
            Self::Bare(status) => status.as_u16(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Refused(Refusal::Faults { faults }) if is_taken(faults) => "username_taken",
            Self::Refused(refusal) => refusal.code(),
            Self::Fields(_) => "faults",
            Self::NotJson => "not_json",
            Self::Bare(StatusCode::UNSUPPORTED_MEDIA_TYPE) => "unsupported_media_type",
            Self::Bare(StatusCode::NOT_ACCEPTABLE) => "not_acceptable",
            Self::Bare(StatusCode::PAYLOAD_TOO_LARGE) => "too_large",
            Self::Bare(StatusCode::METHOD_NOT_ALLOWED) => "method_not_allowed",
            Self::Bare(StatusCode::FORBIDDEN) => "foreign_origin",
            Self::Bare(StatusCode::MISDIRECTED_REQUEST) => "misdirected",
            Self::Bare(StatusCode::NOT_FOUND) => Refusal::NotFound.code(),
            Self::Bare(status) if status.is_client_error() => Refusal::BadRequest.code(),
            Self::Bare(_) => Refusal::Unavailable.code(),
        }
    }

    fn detail(&self, locale: Locale, now: Timestamp) -> String {
        let texts = Texts::of(locale);
        let told = |refusal: Refusal| i18n::problem_text(texts, &PageProblem { refusal, at: now }, "Stepwise");
        match self {
            Self::Refused(Refusal::Faults { faults }) if is_taken(faults) => texts.api_username_taken().to_owned(),
            Self::Refused(Refusal::SetUpFirst) => texts.api_set_up_first().to_owned(),
            Self::Refused(Refusal::AlreadyConnected) => texts.api_already_connected().to_owned(),
            Self::Refused(Refusal::SignInFirst) => texts.api_sign_in_first().to_owned(),
            Self::Refused(Refusal::OtherFactor { .. }) => texts.program_other_way().to_owned(),
            Self::Refused(Refusal::CodeExpired) => texts.program_code_expired().to_owned(),
            Self::Refused(Refusal::FactorClosed) => texts.program_factor_closed().to_owned(),
            Self::Refused(Refusal::ClassEnded) => texts.program_class_ended().to_owned(),
            Self::Refused(Refusal::ClassPaused) => texts.program_class_paused().to_owned(),
            Self::Refused(refusal) => told(refusal.clone()),
            Self::Fields(_) => texts.api_fields().to_owned(),
            Self::NotJson => texts.api_not_json().to_owned(),
            Self::Bare(StatusCode::UNSUPPORTED_MEDIA_TYPE) => texts.api_unsupported_media_type().to_owned(),
            Self::Bare(StatusCode::NOT_ACCEPTABLE) => texts.api_not_acceptable().to_owned(),
            Self::Bare(StatusCode::PAYLOAD_TOO_LARGE) => texts.program_too_large(max_body_kilobytes()),
            Self::Bare(StatusCode::METHOD_NOT_ALLOWED) => texts.api_method_not_allowed().to_owned(),
            Self::Bare(StatusCode::FORBIDDEN) => texts.api_foreign_origin().to_owned(),
            Self::Bare(StatusCode::MISDIRECTED_REQUEST) => texts.api_misdirected().to_owned(),
            Self::Bare(StatusCode::NOT_FOUND) => told(Refusal::NotFound),
            Self::Bare(status) if status.is_client_error() => texts.program_unreadable().to_owned(),
            Self::Bare(_) => told(Refusal::Unavailable),
        }
    }

    fn ways(&self) -> Vec<Way> {
        match self {
            Self::Refused(Refusal::OtherFactor { factors: ways }) => ways.iter().copied().filter_map(Way::of).collect(),
            _ => Vec::new(),
        }
    }

    fn retry_at(&self) -> Option<Timestamp> {
        match self {
            Self::Refused(
                Refusal::Locked { until }
                | Refusal::NetworkLocked { until }
                | Refusal::TooManyClasses { until }
                | Refusal::TooManyLookups { until }
                | Refusal::TooManyRegistrations { until }
                | Refusal::SentJustNow { until }
                | Refusal::TooManyMessages { until },
            ) => Some(*until),
            Self::Refused(Refusal::CodeUsed { next_at }) => Some(*next_at),
            _ => None,
        }
    }

    fn render(&self, locale: Locale, now: Timestamp) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let retry_at = self.retry_at();
        let problem = Problem {
            kind: format!("/api/docs#{}", self.code()),
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: status.as_u16(),
            code: self.code().to_owned(),
            detail: self.detail(locale, now),
            errors: self.fields(),
            ways: self.ways(),
            retry_at: retry_at.map(super::responses::rfc3339),
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(until) = retry_at {
            let seconds = i18n::whole_seconds(until.since(now)).max(1);
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// The size limit of request bodies of the API, in kilobytes.
const fn max_body_kilobytes() -> usize {
    crate::middleware::request::body_limits::DEFAULT_LIMIT / 1024
}

/// Stores the error in the response. The middleware `render_problem` writes the body, because it knows the language of
/// the client.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = StatusCode::from_u16(self.status())
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
            .into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware that writes the body of every error response of the API, including the errors of other middleware.
pub async fn render_problem<F: Future<Output = Response>>(
    stepwise: &Stepwise,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let path = request.uri().path();
    let is_page = path == "/api/docs";
    if is_page || !(path == "/api" || path.starts_with("/api/") || path.starts_with("/.well-known/jwks.json")) {
        return next(request).await;
    }
    let locale = locale_of(request.headers());
    let mut response = next(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let why = response.extensions_mut().remove::<ApiError>();
    let mut told = why.unwrap_or(ApiError::Bare(status)).render(locale, stepwise.now());
    // These headers of the original response stay: `Allow` names the supported methods, and `Set-Cookie` removes
    // cookies.
    for name in [header::ALLOW, header::SET_COOKIE] {
        for value in response.headers().get_all(&name) {
            told.headers_mut().append(name.clone(), value.clone());
        }
    }
    told
}
