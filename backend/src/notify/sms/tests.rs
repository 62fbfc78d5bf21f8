//! Tests of the SMS gateway client against a server on the loopback interface.

use super::*;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const FORM: &str = "From=Stepwise&To={to}&Body={text}";

fn settings<'a>(url: &'a str, body: &'a str) -> GatewaySettings<'a> {
    GatewaySettings {
        url,
        get: false,
        body,
        header: Some("Authorization: Bearer s3cret"),
    }
}

fn letter() -> OutgoingMessage {
    OutgoingMessage {
        to: "+79161234512".to_owned(),
        subject: String::new(),
        text: "Код \"012345\" & more".to_owned(),
        html: String::new(),
    }
}

/// Answers one client with these bytes, and returns the request of the client.
async fn serve(listener: TcpListener, answer: Vec<u8>) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut got = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap();
        got.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&got);
        let length = text.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")
                .map(str::to_owned)
        });
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body.len());
        let whole = length.and_then(|length| length.parse().ok()).unwrap_or(0);
        if read == 0 || body.is_some_and(|body| body >= whole) {
            break;
        }
    }
    // A client that has already closed the connection does not read the whole answer.
    let _ = stream.write_all(&answer).await;
    let _ = stream.shutdown().await;
    String::from_utf8_lossy(&got).into_owned()
}

async fn sent(answer: impl Into<Vec<u8>>, body: &str) -> (Result<(), SendError>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/messages?v=1", listener.local_addr().unwrap());
    let server = tokio::spawn(serve(listener, answer.into()));
    let outcome = Gateway::new(settings(&url, body)).unwrap().send(&letter()).await;
    (outcome, server.await.unwrap())
}

fn answer(status: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nok")
}

#[tokio::test]
async fn a_message_leaves_as_a_form_or_as_json() {
    let (outcome, got) = sent(answer("201 Created"), FORM).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(got.starts_with("POST /messages?v=1 HTTP/1.1\r\n"), "{got}");
    assert!(
        got.to_ascii_lowercase().contains("authorization: bearer s3cret\r\n"),
        "{got}"
    );
    assert!(got.contains("application/x-www-form-urlencoded"), "{got}");
    assert!(
        got.ends_with("From=Stepwise&To=%2B79161234512&Body=%D0%9A%D0%BE%D0%B4%20%22012345%22%20%26%20more"),
        "{got}"
    );
    let (outcome, got) = sent(answer("200 OK"), r#"{"to": ["{to}"], "message": {"text": "{text}"}}"#).await;
    assert!(outcome.is_ok() && got.contains("application/json"), "{got}");
    assert!(
        got.ends_with(r#"{"to": ["+79161234512"], "message": {"text": "Код \"012345\" & more"}}"#),
        "{got}"
    );
}

#[tokio::test]
async fn a_get_carries_everything_in_its_address() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/send?to={{to}}&text={{text}}", listener.local_addr().unwrap());
    let server = tokio::spawn(serve(listener, answer("200 OK").into_bytes()));
    let get = GatewaySettings {
        get: true,
        ..settings(&url, "")
    };
    assert!(Gateway::new(get).unwrap().send(&letter()).await.is_ok());
    assert!(
        server
            .await
            .unwrap()
            .starts_with("GET /send?to=%2B79161234512&text=%D0%9A")
    );
}

#[tokio::test]
async fn the_text_of_a_gateway_answer_is_in_no_error() {
    for (status, for_good) in [
        ("500 +79161234512", false),
        ("429 Slow", false),
        ("401 No", false),
        ("302 Found", false),
        ("400 Bad", true),
        ("404 Gone", true),
    ] {
        match sent(answer(status), FORM).await.0 {
            Err(SendError::Refused) => assert!(for_good, "{status}"),
            Err(SendError::NotNow(why)) => assert!(!for_good && !why.contains("7916"), "{status} {why}"),
            Ok(()) => panic!("{status}"),
        }
    }
    for nonsense in ["hello\r\n\r\n", "", "HTTP/1.1 2"] {
        assert!(
            matches!(sent(nonsense, FORM).await.0, Err(SendError::NotNow(_))),
            "{nonsense}"
        );
    }
}

#[tokio::test]
async fn ten_megabytes_are_not_read() {
    let body = vec![b'x'; 10 << 20];
    let mut flood = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
    flood.extend(body);
    assert!(sent(flood, FORM).await.0.is_ok());
    let endless_head = format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(10 << 20));
    assert!(matches!(sent(endless_head, FORM).await.0, Err(SendError::NotNow(_))));
}

#[tokio::test]
async fn a_gateway_that_hangs_or_is_away_is_tried_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let hangs = Gateway::with_timeout(settings(&url, FORM), Duration::from_millis(50)).unwrap();
    assert!(matches!(hangs.send(&letter()).await, Err(SendError::NotNow(_))));
    drop(listener);
    let away = Gateway::new(settings(&url, FORM)).unwrap();
    assert!(matches!(away.send(&letter()).await, Err(SendError::NotNow(_))));
}

#[test]
fn bad_settings_are_named_in_one_line_without_their_secret() {
    let url = "https://api.example.org/messages";
    let why = |settings| {
        Gateway::new(settings)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    for (settings, named) in [
        (settings(url, "To={to}"), "lacks the field {text}"),
        (settings(url, "Body={text}"), "lacks the field {to}"),
        (settings(url, "To={to}&Body={message}"), "no field {message}"),
        (settings("https://api.example.org/{code}", FORM), "STEPWISE_SMS_URL"),
        (settings("http://api.example.org/", FORM), "STEPWISE_SMS_URL"),
        (settings("api.example.org", FORM), "STEPWISE_SMS_URL"),
        (settings("ftp://api.example.org/", FORM), "STEPWISE_SMS_URL"),
        (settings(url, r#"{"to": "{to}", "text": {text}}"#), "is none"),
        (
            GatewaySettings {
                get: true,
                ..settings(url, FORM)
            },
            "GET",
        ),
        (
            GatewaySettings {
                header: Some("s3cret"),
                ..settings(url, FORM)
            },
            "STEPWISE_SMS_HEADER",
        ),
        (
            GatewaySettings {
                header: Some("A b: s3cret"),
                ..settings(url, FORM)
            },
            "STEPWISE_SMS_HEADER",
        ),
        (
            GatewaySettings {
                header: Some("A: s3cret\nB: c"),
                ..settings(url, FORM)
            },
            "STEPWISE_SMS_HEADER",
        ),
    ] {
        let why = why(settings);
        assert!(
            why.contains(named) && !why.contains("s3cret") && !why.contains('\n'),
            "{named}: {why}"
        );
    }
    assert_eq!(why(settings(url, FORM)), "");
}

#[test]
fn a_name_that_only_begins_like_a_local_address_is_not_local() {
    for (url, local) in [
        ("http://127.0.0.1:8080/messages", true),
        ("http://localhost/messages", true),
        ("http://[::1]:8080/messages", true),
        ("http://127.evil.example/messages", false),
        ("http://127.0.0.1.evil.example/messages", false),
        ("http://localhost.evil.example/messages", false),
        ("http://user@127.0.0.1:80@evil.example/messages", false),
    ] {
        let gateway = Gateway::new(settings(url, FORM));
        assert_eq!(gateway.is_ok(), local, "{url}");
    }
}
