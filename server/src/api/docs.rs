//! The page `/api/docs`: it links to the OpenAPI description and explains each error code. The `type` of every problem
//! is a link to the explanation of its code on this page.
//!
//! The complete reference is the OpenAPI file. Its viewers (Swagger UI, Scalar, Redoc) need scripts or another host,
//! which the content security policy does not allow.

use super::{
    Api,
    problem::{Code, codes},
};
use crate::site::document::Document;
use app::request::{locale_of, theme_of};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
};
use maud::{Markup, html};
use texts::Texts;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub async fn page(State(api): State<Api>, headers: HeaderMap) -> Response {
    let locale = locale_of(&headers);
    let texts = Texts::of(locale);
    let document = Document {
        locale,
        theme: theme_of(&headers),
        stylesheet: &api.stylesheet,
        title: texts.api_title(),
        reload_after: None,
    };
    let page = document.html(&body(texts, &codes(locale, api.stepwise.now())));
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page.into_string())).into_response()
}

fn body(texts: Texts, codes: &[Code]) -> Markup {
    html! {
        a class="skip" href="#main" { (texts.site_skip()) }
        header class="site-header" {
            a class="brand" href="/" {
                img class="mark" src="/favicon.svg" alt="" width="28" height="28";
                span { (texts.site_name()) }
            }
        }
        main class="page api" id="main" {
            header class="api-head" {
                h1 { (texts.api_title()) }
                p class="lead" { (texts.api_lead()) }
                p class="row" { a class="button" href="/api/openapi.json" { (texts.api_file()) } }
            }
            section {
                h2 id="codes" { (texts.api_codes()) }
                div class="table-scroll" tabindex="0" {
                    table class="table" {
                        tbody {
                            @for Code { code, status, detail } in codes {
                                tr id=(code) {
                                    th scope="row" { code { (code) } }
                                    td { span class="status" { (status) } }
                                    td { (detail) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
