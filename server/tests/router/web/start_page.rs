//! Tests of the start page and the check page of the classroom mode.

use crate::{common::*, on_every_database};
use app::request::LanAddresses;
use axum::http::{Request, header};
use domain::{LanAddress, locale::Locale};
use server::classroom::{AnnouncedName, Classroom, Closing, DataPlace, Network, Reason, StartAccess};
use std::{net::Ipv4Addr, sync::Arc, time::Duration};
use texts::Texts;

on_every_database!(
    a_token_opens_the_start_page_in_one_browser,
    other_computers_and_other_names_find_no_start_page,
    the_buttons_work_only_in_the_browser_that_the_program_has_opened,
    the_teacher_chooses_the_address_that_boards_show,
    the_start_page_says_which_devices_came_through_and_whose_clock_differs,
    a_second_start_of_the_program_gets_a_token_with_the_key_only,
    closing_and_deleting_are_buttons,
    a_server_has_no_start_page,
);

const HOST: &str = "localhost:8080";
const DATA: &str = "/media/stick/stepwise-data";
const PROGRAM: &str = r"E:\stepwise.exe";

struct Lesson {
    app: TestApp,
    classroom: Arc<Classroom>,
}

impl Lesson {
    fn begin(app: &TestApp) -> Self {
        let lan = LanAddresses::default();
        let network = Network::new(8080, lan.clone());
        network.refresh(vec![
            at("wlan0", [192, 168, 1, 20]),
            at("eth0", [10, 0, 0, 5]),
            at("docker0", [172, 17, 0, 1]),
        ]);
        let place = DataPlace {
            path: DATA.into(),
            reason: Reason::BesideProgram,
        };
        let access = StartAccess::new().unwrap();
        let classroom = Classroom::new(
            access,
            network,
            AnnouncedName::default(),
            place,
            Arc::<Closing>::default(),
            Some(PROGRAM.into()),
        );
        let classroom = Arc::new(classroom);
        let app = app.with(|config| {
            config.site.lan = lan;
            config.classroom = Some(Arc::clone(&classroom));
        });
        Self { app, classroom }
    }

    /// The browser of the teacher, on the computer of the program.
    fn teacher(&self) -> Browser {
        self.app.browser().from([127, 0, 0, 1])
    }

    fn address_with_token(&self) -> String {
        format!("/start?token={}", self.classroom.access.issue(self.app.now()).unwrap())
    }

    async fn opened(&self) -> Browser {
        let teacher = self.teacher();
        let opened = teacher.asks("GET", &self.address_with_token()).await;
        assert_eq!((opened.status.as_u16(), opened.leads_to()), (303, "/start"));
        assert!(opened.cookies()[0].contains("SameSite=Strict") && opened.cookies()[0].contains("HttpOnly"));
        teacher
    }
}

fn at(interface: &str, ip: [u8; 4]) -> LanAddress {
    LanAddress {
        interface: interface.to_owned(),
        ip: Ipv4Addr::from(ip),
        prefix: 24,
    }
}

impl Browser {
    async fn asks(&self, method: &str, path: &str) -> Answer {
        self.asks_host(method, path, HOST).await
    }

    async fn asks_host(&self, method: &str, path: &str, host: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, host)
            .header(header::ACCEPT, "text/html")
            .header("sec-fetch-site", "same-origin");
        self.sends(request, "").await
    }
}

async fn a_token_opens_the_start_page_in_one_browser(app: TestApp) {
    let lesson = Lesson::begin(&app);
    let address = lesson.address_with_token();
    let teacher = lesson.teacher();
    assert_eq!(teacher.asks("GET", &address).await.status, 303);
    // The same browser may load the address again, for example with its last session. Another one may not.
    assert_eq!(teacher.asks("GET", &address).await.leads_to(), "/start");
    let thief = lesson.teacher();
    assert_eq!(thief.asks("GET", &address).await.status, 403);
    assert_eq!(thief.asks("GET", "/start").await.status, 403);
    for locale in Locale::ALL {
        let texts = Texts::of(locale);
        let page = teacher.clone().speaking(locale.tag()).asks("GET", "/start").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!("<html lang=\"{}\"", locale.tag())));
        for text in [
            texts.start_title(),
            texts.start_check_none(),
            "10.0.0.5:8080",
            DATA,
            texts.start_data_stick(),
            PROGRAM,
        ] {
            assert!(page.says(text), "{locale:?}: {text}");
        }
        assert!(!page.header(header::CONTENT_SECURITY_POLICY).contains("unsafe"));
        assert!(page.body.contains("id=\"closed\" role=\"alert\" hidden>"));
        // The start page stays open beside the class.
        assert!(page.body.contains("href=\"/\" target=\"_blank\" rel=\"noopener\">"));
    }
    let expired = lesson.address_with_token();
    lesson.app.waits(600);
    assert_eq!(lesson.teacher().asks("GET", &expired).await.status, 403);
}

async fn other_computers_and_other_names_find_no_start_page(app: TestApp) {
    let lesson = Lesson::begin(&app);
    let teacher = lesson.opened().await;
    let student = teacher.copied().from([192, 168, 1, 30]);
    for (method, path) in ROUTES {
        assert_eq!(student.asks(method, path).await.status, 404, "{path}");
        // Another site can let its name point to the loopback address.
        let rebound = teacher.asks_host(method, path, "evil.example:8080").await;
        assert_eq!(rebound.status, 404, "{path}");
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header("x-forwarded-for", "192.168.1.30")
            .header("sec-fetch-site", "same-origin");
        assert_eq!(teacher.sends(request, "").await.status, 404, "{path}");
    }
    let unused = lesson.address_with_token();
    assert_eq!(student.asks("GET", &unused).await.status, 404);
    assert_eq!(
        lesson.teacher().asks("GET", &unused).await.status,
        303,
        "it is still unused"
    );
    assert!(!lesson.classroom.closing.deletes());
}

const ROUTES: [(&str, &str); 6] = [
    ("GET", "/start"),
    ("GET", "/start/state"),
    ("POST", "/start/address/10.0.0.5"),
    ("POST", "/start/close"),
    ("GET", "/start/delete"),
    ("POST", "/start/delete"),
];

async fn the_buttons_work_only_in_the_browser_that_the_program_has_opened(app: TestApp) {
    let lesson = Lesson::begin(&app);
    let teacher = lesson.opened().await;
    let other = lesson.teacher();
    other.sets_cookie("start", "guessed");
    for (method, path) in ROUTES {
        assert_eq!(other.asks(method, path).await.status, 403, "{path}");
    }
    for path in ["/start/close", "/start/delete", "/start/address/192.168.1.20"] {
        let request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, "http://192.168.1.30")
            .header("sec-fetch-site", "cross-site");
        assert_eq!(teacher.sends(request, "").await.status, 403, "{path}");
    }
    assert!(!lesson.classroom.closing.deletes());
    let closed = tokio::time::timeout(Duration::from_millis(50), lesson.classroom.closing.requested());
    assert!(closed.await.is_err());
}

async fn the_teacher_chooses_the_address_that_boards_show(app: TestApp) {
    let lesson = Lesson::begin(&app);
    let teacher = lesson.opened().await;
    let page = teacher.asks("GET", "/start").await;
    assert!(page.says("192.168.1.20:8080 (wlan0)") && page.says("172.17.0.1:8080 (docker0)"));
    let chosen = teacher.asks("POST", "/start/address/192.168.1.20").await;
    assert_eq!(chosen.leads_to(), "/start");
    assert_eq!(
        lesson.app.site_lan().first().as_deref(),
        Some("http://192.168.1.20:8080")
    );
    assert!(teacher.asks("GET", "/start").await.says("10.0.0.5:8080 (eth0)"));
    // The computer has no such address.
    teacher.asks("POST", "/start/address/203.0.113.9").await;
    assert_eq!(
        lesson.app.site_lan().first().as_deref(),
        Some("http://192.168.1.20:8080")
    );
    // The teacher link is for other computers, on which `localhost` would be another computer.
    let class = teacher.opens_a_class(1).await;
    let board = teacher.asks("GET", &class.page()).await;
    assert!(board.body.contains("http://192.168.1.20:8080/teach/"), "{}", board.body);
}

async fn the_start_page_says_which_devices_came_through_and_whose_clock_differs(app: TestApp) {
    let lesson = Lesson::begin(&app);
    let teacher = lesson.opened().await;
    let texts = Texts::of(Locale::En);
    let state = teacher.asks("GET", "/start/state").await.body;
    // The computer itself is no other device, also at its address in the network.
    for own in [[127, 0, 0, 1], [192, 168, 1, 20]] {
        let page = lesson.app.browser().from(own).asks("GET", "/check").await;
        assert!(page.says(texts.check_own_title()));
    }
    assert_eq!(teacher.asks("GET", "/start/state").await.body, state);
    let phone = lesson.app.browser().from([192, 168, 1, 30]);
    let page = phone.asks_host("GET", "/check", "192.168.1.20:8080").await;
    assert!(page.says(texts.check_title()) && page.body.contains("href=\"/join\""));
    let page = teacher.asks("GET", "/start").await;
    assert!(page.says("192.168.1.30") && !page.says(texts.start_clock_title()));
    assert_ne!(teacher.asks("GET", "/start/state").await.body, state);
    let now = lesson.app.now();
    for (time, text) in [
        (now, texts.check_clock_agrees().to_owned()),
        (now.after(Duration::from_secs(170)), texts.check_clock_behind(3)),
        (now.before(Duration::from_secs(60)), texts.check_clock_ahead(1)),
    ] {
        let path = format!("/check/clock?at={}", time.micros() / 1000);
        let compared = phone.asks_host("POST", &path, "192.168.1.20:8080").await;
        assert_eq!(compared.body, text);
        let page = teacher.asks("GET", "/start").await;
        assert!(page.says(&text), "{text}");
        assert_eq!(page.says(texts.start_clock_title()), time != now);
    }
    for nonsense in [
        "/check/clock",
        "/check/clock?at=noon",
        "/check/clock?at=9223372036854775807",
    ] {
        assert_eq!(phone.asks("POST", nonsense).await.status, 400, "{nonsense}");
    }
    // A new visit of a device that is already listed does not load the start page again.
    let second = lesson.app.browser().from([192, 168, 1, 31]);
    second.asks_host("GET", "/check", "192.168.1.20:8080").await;
    let state = teacher.asks("GET", "/start/state").await.body;
    lesson.app.waits(60);
    phone.asks_host("GET", "/check", "192.168.1.20:8080").await;
    assert_eq!(teacher.asks("GET", "/start/state").await.body, state);
    lesson.classroom.note_jump(now);
    assert!(teacher.asks("GET", "/start").await.says(texts.start_jumped_title()));
}

async fn a_second_start_of_the_program_gets_a_token_with_the_key_only(app: TestApp) {
    let lesson = Lesson::begin(&app);
    let ask = |from: [u8; 4], key: &str| {
        let request = Request::post("/start/token")
            .header(header::HOST, HOST)
            .header(header::AUTHORIZATION, format!("Bearer {key}"));
        let program = lesson.app.browser().from(from);
        async move { program.sends(request, "").await }
    };
    let key = lesson.classroom.access.key();
    assert_eq!(ask([127, 0, 0, 1], "").await.status, 404);
    assert_eq!(ask([127, 0, 0, 1], &key[1..]).await.status, 404);
    assert_eq!(ask([192, 168, 1, 30], key).await.status, 404);
    let token = ask([127, 0, 0, 1], key).await;
    assert_eq!(token.status, 200);
    let opened = lesson
        .teacher()
        .asks("GET", &format!("/start?token={}", token.body))
        .await;
    assert_eq!(opened.status, 303);
}

async fn closing_and_deleting_are_buttons(app: TestApp) {
    let lesson = Lesson::begin(&app);
    let teacher = lesson.opened().await;
    let texts = Texts::of(Locale::En);
    let closed = teacher.asks("POST", "/start/close").await;
    assert!(closed.says(texts.start_closed_title()));
    lesson.classroom.closing.requested().await;
    assert!(!lesson.classroom.closing.deletes());
    // The question changes nothing.
    let question = teacher.asks("GET", "/start/delete").await;
    assert!(question.says(DATA) && question.body.contains("method=\"post\" action=\"/start/delete\""));
    assert!(!lesson.classroom.closing.deletes());
    assert!(
        teacher
            .asks("POST", "/start/delete")
            .await
            .says(texts.start_deleted_title())
    );
    lesson.classroom.closing.requested().await;
    assert!(lesson.classroom.closing.deletes());
}

async fn a_server_has_no_start_page(app: TestApp) {
    let local = app.browser().from([127, 0, 0, 1]);
    for (method, path) in ROUTES.into_iter().chain([("GET", "/check"), ("GET", "/start?token=x")]) {
        let answer = local.asks(method, path).await;
        assert!(
            answer.status == 404 || method == "POST" && answer.status == 405,
            "{path} {}",
            answer.status
        );
    }
}
