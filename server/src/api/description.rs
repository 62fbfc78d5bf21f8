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

/// Defines groups of error responses, which the operations list by name.
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
        "400" "The body is no JSON",
        "413" "The body is too large",
        "415" "The body is not announced as `application/json`",
        "422" "Fields are missing, unknown, or not as they should be: `errors` names them";
    InvalidQuery: "422" "A parameter is not as it should be";
    Unauthorized: "401" "Nobody is proved by what was given";
    Forbidden: "403" "Nobody may register here, or only with an invitation; or a browser's cookies came from another site";
    ForeignOrigin: "403" "A browser's cookies came from another site";
    NotFound: "404" "There is nothing here for whoever asks";
    NotAcceptable: "406" "None of the forms that `Accept` allows";
    Conflict: "409" "Something is in the way: the code says what";
    TooManyRequests: "429" "Too many tries; `Retry-After` says when the next one is looked at";
    Unavailable: "503" "Too much to do at this moment, our fault, or the database's; `Retry-After` says when to try again";
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
Two-factor sign-in for programs, and classes. `POST /user` registers, `POST /auth-totp/qrcode` gives a secret to an \
authenticator app, `POST /auth-jwt/login` takes password and code and gives tokens. Everything about somebody wants an \
access token, as `Authorization: Bearer` or as the cookie that the login has left in a browser; a password alone opens \
nothing once a factor is connected. Whatever is refused is told as problem details (RFC 9457): programs look at `code`. \
All times are RFC 3339 in UTC, with microseconds.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Stepwise", version = "1"),
    components(schemas(Problem)),
    tags(
        (name = "Users", description = "Members: teachers, and whoever writes programs"),
        (name = "Sign in", description = "The second factor, and the tokens it opens"),
        (name = "Tokens", description = "For other systems that are shown a token"),
        (name = "Classes", description = "Of the member who calls; another's are not there"),
        (name = "Seats", description = "What a teacher does for one student"),
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
            "From `POST /auth-jwt/login` or `/auth-jwt/refresh`; each works once",
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
