//! Parts of the OpenAPI description that many operations share: error responses, tags and security schemes.

use super::problem::{self, Problem};
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses, OpenApi as _,
    openapi::{
        ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// Defines groups of error responses. Operations refer to a group by its name.
macro_rules! error_responses {
    ($($name:ident: $($status:literal $text:literal),+;)+) => {
        $(
            pub struct $name;

            impl IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<Response>> {
                    BTreeMap::from([$(($status.to_owned(), refusal($text))),+])
                }
            }
        )+
    };
}

error_responses! {
    InvalidBody:
        "400" "The body is not valid JSON",
        "413" "The body is too large",
        "415" "The content type is not `application/json`",
        "422" "Fields are missing, unknown or invalid; `errors` lists them";
    InvalidQuery: "422" "A parameter is invalid";
    Unauthorized: "401" "The credentials or the token are missing or invalid";
    Forbidden: "403" "Registration is closed or needs an invitation, or a browser sent its cookies from another site";
    ForeignOrigin: "403" "A browser sent its cookies from another site";
    NotFound: "404" "Not found, or not visible to this caller";
    NotAcceptable: "406" "No format is acceptable to `Accept`";
    Conflict: "409" "The state does not allow this; `code` says why";
    TooManyRequests: "429" "Too many attempts; `Retry-After` says when the next one is accepted";
    Unavailable: "503" "Overloaded, failed, or the database is unreachable; `Retry-After` says when to try again";
}

fn refusal(text: &str) -> RefOr<Response> {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    let response = ResponseBuilder::new()
        .description(text)
        .content(problem::MEDIA_TYPE, content);
    RefOr::T(response.build())
}

const DESCRIPTION: &str = "\
Two-factor sign-in for API clients, and classes. `POST /user` registers a member, `POST /auth-totp/qrcode` gives a \
secret to an authenticator app, and `POST /auth-jwt/login` takes password and code and returns tokens. All data of an \
account needs an access token, as `Authorization: Bearer` or as the cookie that the login has set in a browser. A \
password alone gives no access once a factor is connected. Errors are problem details (RFC 9457); API clients use their \
`code`. All times are RFC 3339 in UTC, with microseconds.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Stepwise", version = "1"),
    components(schemas(Problem)),
    tags(
        (name = "Users", description = "Members: teachers and users of the API"),
        (name = "Sign in", description = "Second factors and tokens"),
        (name = "Tokens", description = "Public keys for systems that verify tokens"),
        (name = "Classes", description = "Classes of the calling member; other classes are not found"),
        (name = "Seats", description = "Actions of a teacher for one student"),
    )
)]
struct BaseDescription;

pub fn head() -> OpenApi {
    BaseDescription::openapi()
}

pub fn completed(mut api: OpenApi) -> OpenApi {
    api.info.description = Some(DESCRIPTION.to_owned());
    let components = api.components.get_or_insert_default();
    for (name, what) in [
        ("access_token", "From `POST /auth-jwt/login` or `/auth-jwt/refresh`"),
        (
            "refresh_token",
            "From `POST /auth-jwt/login` or `/auth-jwt/refresh`; can be used once",
        ),
    ] {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some(what));
        components.add_security_scheme(name, SecurityScheme::Http(bearer.build()));
    }
    for (name, cookie) in [("access_cookie", "access_token"), ("refresh_cookie", "refresh_token")] {
        let what = format!("Left in a browser by the login; under https its name is `__Host-{cookie}`");
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(cookie, &what));
        components.add_security_scheme(name, SecurityScheme::ApiKey(cookie));
    }
    api
}
