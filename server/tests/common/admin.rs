//! Steps of an administrator in tests: entering a code again, acting on accounts, issuing enrolment codes. Also the
//! steps of members who ask for help.

use super::{
    Answer, Browser, Secret, TestApp,
    member::{PASSWORD, address_of},
};
use app::server_fns::EnrolmentCode;
use domain::view::{AdminAccount, AdminAccountView, Page};

pub const OPERATOR: &str = "help@school.example";

/// A signed-in administrator with a confirmed address. No mail is waiting to be sent.
pub struct Admin {
    pub browser: Browser,
    pub secret: Secret,
}

impl TestApp {
    /// The same server, with help by administrators turned on.
    pub fn with_rescue(&self) -> Self {
        self.with(|config| config.settings.rescue_email = Some(OPERATOR.to_owned()))
    }

    pub async fn administrator(&self, name: &str) -> Admin {
        let browser = self.browser();
        let (secret, _) = browser.becomes_a_member(name).await;
        browser.confirms_email(name).await;
        self.stepwise
            .admin
            .make_administrator(name, &address_of(name))
            .await
            .unwrap();
        assert!(browser.signs_in_as(name, PASSWORD, &secret).await.is_done());
        self.mails().await;
        Admin { browser, secret }
    }
}

impl Admin {
    /// Enters a new code, because every action of an administrator requires a recent code.
    pub async fn reauthenticates(&self) {
        self.browser.app.waits(30);
        let code = self.secret.code_at(self.browser.app.now());
        let proved = self.browser.calls("/admin/again", &[("code", &code)]).await;
        assert!(proved.is_done(), "{}", proved.body);
    }

    /// The administrator's page of a member's account, loaded now.
    pub async fn opens_account(&self, name: &str) -> AdminAccountView {
        let found: Page<AdminAccount> = self
            .browser
            .loads("/sfn/admin/accounts", &[("find", name)])
            .await
            .json();
        let row = found.rows.iter().find(|row| row.username == name).unwrap();
        let id = row.id.to_string();
        self.browser.loads("/sfn/admin/account", &[("id", &id)]).await.json()
    }

    pub async fn acts(&self, seen: &AdminAccountView, act: &str) -> Answer {
        let (id, epoch) = (seen.account.id.to_string(), seen.seen.to_string());
        let fields = [("id", id.as_str()), ("act", act), ("seen", &epoch)];
        self.browser.calls("/admin/account-act", &fields).await
    }

    pub async fn issues_code(&self, seen: &AdminAccountView) -> Answer {
        let (id, epoch) = (seen.account.id.to_string(), seen.seen.to_string());
        let fields = [("id", id.as_str()), ("seen", &epoch)];
        self.browser.calls("/admin/enrolment-code", &fields).await
    }

    /// Enters a new code, issues an enrolment code for the member and reads it from the next page.
    pub async fn issues_code_for(&self, name: &str) -> String {
        self.reauthenticates().await;
        let issued = self.issues_code(&self.opens_account(name).await).await;
        assert!(issued.is_done(), "{}", issued.body);
        self.code_shown().await.unwrap().code
    }

    pub async fn code_shown(&self) -> Option<EnrolmentCode> {
        self.browser.loads("/sfn/admin/code", &[]).await.json()
    }
}

impl Browser {
    pub async fn gives_enrolment_code(&self, code: &str) -> Answer {
        self.calls("/sign-in/enrolment-code", &[("enrolment_code", code)]).await
    }

    pub async fn asks_for_help(&self) -> Answer {
        self.calls("/sign-in/help", &[]).await
    }
}
