//! The screen of the practice phone: the accounts with their codes, or the forms that add an account.

use super::{
    account::Account,
    add::{Camera, Choose, TypeKey},
    storage::{StoredAccount, keep_only, save, still_valid, without_others},
};
use crate::i18n::use_texts;
use leptos::{either::EitherOf4, prelude::*};

/// The views of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    Accounts,
    Choose,
    Type,
    Camera,
}

/// The state of the phone, shared by its views.
#[derive(Clone, Copy)]
pub struct Phone {
    pub accounts: RwSignal<Vec<StoredAccount>>,
    pub shows: RwSignal<Shows>,
}

impl Phone {
    pub fn add(self, account: StoredAccount) {
        self.change(|accounts| {
            accounts.retain(|known| known.login != account.login);
            accounts.push(account);
        });
        self.shows.set(Shows::Accounts);
    }

    pub fn remove(self, login: &str) {
        self.change(|accounts| accounts.retain(|known| known.login != login));
    }

    fn change(self, change: impl FnOnce(&mut Vec<StoredAccount>)) {
        self.accounts.update(change);
        save(&self.accounts.get_untracked());
    }
}

/// `sees` is true if the page that shows the phone also shows a QR code, which the phone can scan. The phone keeps the
/// accounts of its `owner` only, if a student is signed in.
#[island(lazy)]
pub fn PhoneScreen(sees: bool, owner: Option<String>) -> impl IntoView {
    let texts = use_texts();
    let phone = Phone {
        accounts: RwSignal::new(Vec::new()),
        shows: RwSignal::new(Shows::Accounts),
    };
    // Deletes accounts of other students and of ended lessons. Their secrets would stay in the browser's storage if the
    // page only hid the accounts.
    Effect::new(move |_| {
        let accounts = keep_only(|kept| {
            let kept = still_valid(kept, crate::browser::now_micros());
            match &owner {
                Some(owner) => without_others(kept, owner),
                None => kept,
            }
        });
        phone.accounts.set(accounts);
    });
    let empty = Memo::new(move |_| phone.accounts.read().is_empty());
    view! {
        <section class="phone" aria-labelledby="phone-title">
            <div class="screen">
                <header>
                    <h2 id="phone-title">{texts.phone_title()}</h2>
                </header>
                <p class="without-scripts soft">{texts.phone_needs_scripts()}</p>
                {move || match phone.shows.get() {
                    Shows::Type => EitherOf4::A(view! { <TypeKey phone=phone /> }),
                    Shows::Camera => EitherOf4::B(view! { <Camera phone=phone /> }),
                    Shows::Accounts if !empty.get() => EitherOf4::C(view! { <Accounts phone=phone /> }),
                    _ => EitherOf4::D(view! { <Choose phone=phone sees=sees /> }),
                }}
                <footer>{texts.phone_stays()}</footer>
            </div>
        </section>
    }
}

#[component]
fn Accounts(phone: Phone) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="accounts">
            <For
                each=move || phone.accounts.get()
                key=|account| (account.login.clone(), account.key.clone())
                children=move |account| view! { <Account phone=phone account=account /> }
            />
            <button class="button quiet full" type="button" on:click=move |_| phone.shows.set(Shows::Choose)>
                {texts.phone_add_another()}
            </button>
        </div>
    }
}
