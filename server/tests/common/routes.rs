//! Lists all pages and server functions from the application itself, so that tests cover routes that are added later.

use axum::http::Method;
use server::router::page_routes;

/// The paths of all pages, with `{..}` for parameters.
pub fn pages() -> Vec<String> {
    let mut pages: Vec<String> = page_routes().iter().map(|route| route.path().to_owned()).collect();
    pages.sort();
    pages.dedup();
    assert!(pages.iter().any(|page| page == "/set-up"), "{pages:?}");
    pages
}

/// The paths and methods of all server functions.
pub fn server_functions() -> Vec<(String, Method)> {
    let mut functions: Vec<_> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (path.to_owned(), method))
        .collect();
    functions.sort_by_key(|(path, method)| (path.clone(), method.to_string()));
    assert!(
        functions.iter().any(|(path, _)| path == "/sign-in/code"),
        "{functions:?}"
    );
    functions
}

/// Method and path of all operations of the JSON API.
pub fn api_operations() -> Vec<String> {
    let api = serde_json::to_value(server::api::openapi()).unwrap();
    let paths = api["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().keys();
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    operations.collect()
}

/// The path of a page, with the values of this class for its parameters.
pub fn filled(page: &str, class: &str, token: &str) -> String {
    let filled = page
        .replace("{id}", class)
        .replace("{token}", token)
        .replace("{code}", "AAAAAA")
        .replace("{number}", "1")
        .replace("{kind}", "email")
        .replace("{passkey}", "0192f0c1-2a3b-7c4d-8e5f-0123456789ab")
        .replace("{exercise}", "recovery")
        .replace("{file}", "salaries");
    assert!(!filled.contains('{'), "tell the tests what to fill in: {filled}");
    filled
}

/// Values for the fields of all server functions. Each function reads its own fields and ignores all others.
/// A function with a field that is missing here answers `bad_request`, which makes a test fail.
pub fn fields<'a>(class: &'a str, token: &'a str, form: &'a str, nobody: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("id", class),
        ("since", "-1"),
        ("number", "1"),
        ("token", token),
        ("form", form),
        ("seats", "2"),
        ("title", "Somebody else's"),
        ("username", nobody),
        ("password", "amber-otter-4821"),
        ("code", "123456"),
        ("recovery_code", "k7qm-2xnp-w4rt-h9dc"),
        ("lang", "fr"),
        ("theme", "dark"),
        ("act", "label"),
        ("label", "Ada"),
        ("what", "names"),
        ("names", "Ada\nBen"),
        ("which", "teacher"),
        ("join_code", "none"),
        ("proof", "AAAAAAAA"),
        ("on", "true"),
        ("email", "nobody@school.example"),
        ("password_again", "amber-otter-4821"),
        ("new_password", "another horse battery"),
        ("new_password_again", "another horse battery"),
        ("kind", "email"),
        ("browser", "0192f0c1-2a3b-7c4d-8e5f-0123456789ab"),
        ("enrolment_code", "k7qm-2xnp-w4rt-h9dc"),
        ("seen", "0"),
        ("hash", "none"),
        ("reference", "none"),
        ("wanted", "yes"),
        ("revision", "0"),
        ("text", "Meet me at the bakery"),
        ("answer", "integrity"),
        ("word", "kestrel"),
        ("reason", "permission"),
        ("from", "/lesson"),
        ("hints", "0"),
        ("name", "Laptop"),
        ("passkey", ""),
        ("credential", ""),
        ("client_data", ""),
        ("authenticator_data", ""),
        ("signature", ""),
        ("scope", "read"),
        ("days", "30"),
        ("phase", "before"),
    ]
}
