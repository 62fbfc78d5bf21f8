//! Tests that hold the number of statements that requests send to the database, including `BEGIN` and `COMMIT`: a
//! measure of the work of a request without noise. On SQLite, statements that are sent together count once. With `--no-capture` they print the numbers. A limit is lowered with
//! every change that needs fewer statements.

use crate::{
    always_on_every_database,
    common::{member::*, *},
    exercises::{
        files::{self, word_in},
        finished,
        message_round::{self, Round, WRITES},
    },
};
use domain::exercises::{
    Exercise,
    files::{File, Reason, Role, may_open},
};
use sea_orm::DbBackend;

always_on_every_database!(
    a_journey_of_a_student_needs_few_statements,
    a_board_and_a_poll_with_nothing_new_need_few_statements,
    a_sign_in_of_a_member_needs_few_statements,
    the_exercises_need_few_statements,
);

/// The most statements of a request on SQLite, PostgreSQL and MySQL.
type Limits = [u64; 3];

/// The requests that were sent, with their statements and their limits.
struct Requests {
    app: TestApp,
    sent: Vec<(&'static str, u64, u64)>,
}

impl Requests {
    const fn of(app: TestApp) -> Self {
        Self { app, sent: Vec::new() }
    }

    async fn send<T>(&mut self, name: &'static str, limits: Limits, request: impl Future<Output = T>) -> T {
        let limit = match self.app.db.backend() {
            DbBackend::Sqlite => limits[0],
            DbBackend::Postgres => limits[1],
            _ => limits[2],
        };
        let before = self.app.db.statements_so_far();
        let answer = request.await;
        let statements = self.app.db.statements_so_far() - before;
        self.sent.push((name, statements, limit));
        answer
    }

    #[expect(clippy::print_stdout, reason = "the numbers are what a developer wants to see")]
    fn are_within_limits(&self) {
        let total: u64 = self.sent.iter().map(|(_, statements, _)| statements).sum();
        println!("{:?}: {total} statements: {:?}", self.app.db.backend(), self.sent);
        let is_above = |(_, statements, limit): &&(&str, u64, u64)| statements > limit;
        let above: Vec<_> = self.sent.iter().filter(is_above).collect();
        assert!(above.is_empty(), "above the limit: {above:?}");
    }
}

/// The requests of `make bench`: a browser without scripts, which loads every page to which a form leads.
async fn a_journey_of_a_student_needs_few_statements(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let browser = app.browser();
    let password = [("username", seat.login.as_str()), ("password", seat.password.as_str())];
    let mut requests = Requests::of(app.clone());

    let signed_in = browser.submits("/sign-in", &password);
    let signed_in = requests.send("POST /sign-in", [4, 6, 9], signed_in).await;
    assert_eq!(signed_in.leads_to(), "/lesson");
    requests.send("GET /lesson", [1; 3], browser.gets("/lesson")).await;
    let secret = requests.send("GET /set-up", [4, 4, 8], browser.opens_set_up()).await;
    let code = secret.code_at(app.now());
    let code = [("code", code.as_str())];
    let connected = browser.submits("/set-up", &code);
    let connected = requests.send("POST /set-up", [5, 8, 15], connected).await;
    assert_eq!(connected.leads_to(), "/set-up/recovery-codes");
    let codes = browser.gets("/set-up/recovery-codes");
    requests.send("GET /set-up/recovery-codes", [1; 3], codes).await;
    let signed_out = browser.submits("/sign-out", &[]);
    let signed_out = requests.send("POST /sign-out", [2; 3], signed_out).await;
    requests
        .send("GET /sign-out", [0; 3], browser.gets(signed_out.leads_to()))
        .await;

    let accepted = browser.submits("/sign-in", &password);
    let accepted = requests.send("POST /sign-in again", [4, 5, 7], accepted).await;
    assert_eq!(accepted.leads_to(), "/sign-in/code");
    requests
        .send("GET /sign-in/code", [1; 3], browser.gets("/sign-in/code"))
        .await;
    let code = secret.code_beside(app.now(), 1);
    let code = [("code", code.as_str())];
    let verified = browser.submits("/sign-in/code", &code);
    let verified = requests.send("POST /sign-in/code", [5, 8, 10], verified).await;
    assert_eq!(verified.leads_to(), "/lesson");
    requests
        .send("GET /lesson again", [2; 3], browser.gets("/lesson"))
        .await;

    assert_eq!(class.badges(seat).await, 4);
    requests.are_within_limits();
}

async fn a_board_and_a_poll_with_nothing_new_need_few_statements(app: TestApp) {
    let class = app.class_of(30).await;
    let version = class.version().await;
    let mut requests = Requests::of(app);
    let board = requests
        .send("GET /classes/{id}", [3; 3], class.teacher.gets(&class.page()))
        .await;
    assert_eq!(board.status, 200);
    let changes = requests.send("a poll", [2; 3], class.changes_since(version)).await;
    assert!(changes.seats.is_empty());
    let (id, since) = (class.id.clone(), version.to_string());
    let fields = [("id", id.as_str()), ("since", since.as_str())];
    let update = class.teacher.loads("/sfn/board-update", &fields);
    let update = requests.send("a poll of a board in a browser", [2; 3], update).await;
    assert_eq!(update.status, 200);
    requests.are_within_limits();
}

async fn a_sign_in_of_a_member_needs_few_statements(app: TestApp) {
    let secret = ada(&app).await.secret;
    let browser = app.browser();
    let password = [("username", "ada"), ("password", PASSWORD)];
    let mut requests = Requests::of(app.clone());

    let accepted = browser.submits("/sign-in", &password);
    let accepted = requests.send("POST /sign-in", [7, 8, 10], accepted).await;
    assert_eq!(accepted.leads_to(), "/sign-in/code");
    requests
        .send("GET /sign-in/code", [2; 3], browser.gets("/sign-in/code"))
        .await;
    app.waits(30);
    let code = secret.code_at(app.now());
    let code = [("code", code.as_str())];
    let verified = browser.submits("/sign-in/code", &code);
    let verified = requests.send("POST /sign-in/code", [11, 13, 14], verified).await;
    assert_eq!(verified.leads_to(), "/classes");
    requests.send("GET /classes", [5; 3], browser.gets("/classes")).await;
    requests.are_within_limits();
}

async fn the_exercises_need_few_statements(app: TestApp) {
    let class = app.class_of(1).await;
    for exercise in [Exercise::Message, Exercise::Files] {
        class.sets_gate(exercise, "open").await;
    }
    let (student, ..) = finished(&app, &class, 0).await;
    let mut requests = Requests::of(app.clone());

    let page = student.gets(message_round::PAGE);
    let page = requests.send("GET /lesson/message", [4; 3], page).await;
    let fields = [("revision", page.field("revision")), ("text", WRITES.to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let sent = student.submits("/lesson/message-send", &fields);
    requests.send("POST /lesson/message-send", [6, 7, 7], sent).await;
    let round = Round::on(&student.gets(message_round::PAGE).await);
    let fields = [("revision", round.revision.as_str()), ("answer", round.harm().code())];
    let answered = student.submits("/lesson/message-answer", &fields);
    requests.send("POST /lesson/message-answer", [6, 7, 7], answered).await;

    let role = Role::of_seat(class.seats[0].number);
    let address = files::address(File::with_code_word(role));
    let own = requests.send("GET a file", [4; 3], student.gets(&address)).await;
    let foreign = File::ALL.into_iter().find(|file| !may_open(role, *file)).unwrap();
    let address = files::address(foreign);
    for (name, limits) in [("GET a locked file", [8, 9, 9]), ("GET it again", [4; 3])] {
        requests.send(name, limits, student.gets(&address)).await;
    }
    let page = student.gets(files::PAGE);
    let page = requests.send("GET /lesson/files", [4; 3], page).await;
    let revision = page.field("revision");
    let word = word_in(&own).unwrap();
    let fields = [("revision", revision.as_str()), ("word", word.as_str())];
    let entered = student.submits("/lesson/files-word", &fields);
    requests.send("POST /lesson/files-word", [6, 7, 7], entered).await;
    let revision = student.gets(files::PAGE).await.field("revision");
    let fields = [("revision", revision.as_str()), ("reason", Reason::Permission.code())];
    let answered = student.submits("/lesson/files-answer", &fields);
    requests.send("POST /lesson/files-answer", [6, 7, 7], answered).await;

    assert!(class.exercise(&class.seats[0], Exercise::Files).await.0.is_some());
    requests.are_within_limits();
}
