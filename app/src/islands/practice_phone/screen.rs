//! The screen of the practice phone: the accounts with their codes, or the forms that add an account.

use super::{
    account::Account,
    add::{Camera, Choose, TypeKey},
    clock::ServerClock,
    storage::{self, keep_only, save},
};
use crate::{browser, i18n::use_texts};
use core::time::Duration;
use domain::{
    practice_phone::{StoredAccount, still_valid, without_others},
    time::Timestamp,
};
use leptos::{either::EitherOf4, leptos_dom::helpers::WindowListenerHandle, prelude::*};

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
    pub clock: ServerClock,
    /// The codes before this time were used.
    pub used_until: Option<Timestamp>,
    /// The student whom the page knows.
    owner: StoredValue<Option<String>>,
    /// When the lesson of this student ends.
    ends: Option<Timestamp>,
    /// The phone shows the accounts of neighbours as well.
    pairs: RwSignal<bool>,
}

/// How long the phone keeps the account of a neighbour, if no lesson ends earlier.
const PARTNER_LIFE: Duration = Duration::from_secs(12 * 3600);

impl Phone {
    /// The button with which the student has added the account is removed, so the focus moves on: to the field for the
    /// code, or to the title of the phone.
    pub fn add(self, account: StoredAccount) {
        let account = self.with_partner(account);
        self.change(|accounts| {
            accounts.retain(|known| known.login != account.login);
            accounts.push(account);
        });
        self.shows.set(Shows::Accounts);
        browser::focus_first(&["code", TITLE]);
    }

    /// An account of another login than that of the page belongs to a neighbour, whose phone this browser is.
    fn with_partner(self, account: StoredAccount) -> StoredAccount {
        if self.is_own(&account) {
            return account;
        }
        self.pairs.set(true);
        let latest = self.clock.now().after(PARTNER_LIFE);
        let ends = self.ends.map_or(latest, |ends| ends.min(latest));
        StoredAccount {
            partner: true,
            until: account.until.min(ends.micros()),
            ..account
        }
    }

    fn is_own(self, account: &StoredAccount) -> bool {
        self.owner.with_value(|owner| owner.as_ref() == Some(&account.login))
    }

    /// The accounts on the screen. Beside the pages of a student these are the own ones only.
    fn shown(self) -> Vec<StoredAccount> {
        let (mut accounts, pairs) = (self.accounts.get(), self.pairs.get());
        accounts.retain(|account| pairs || !account.partner || self.is_own(account));
        accounts
    }

    /// The button of the account is removed with it, so the title gets the focus.
    pub fn remove(self, login: &str) {
        self.change(|accounts| accounts.retain(|known| known.login != login));
        browser::focus_first(&[TITLE]);
    }

    /// Shows another view in place of the one with the pressed button, so the title gets the focus. A view with fields
    /// then moves it to the first one.
    pub fn show(self, view: Shows) {
        self.shows.set(view);
        browser::focus_first(&[TITLE]);
    }

    fn change(self, change: impl FnOnce(&mut Vec<StoredAccount>)) {
        self.accounts.update(change);
        save(&self.accounts.get_untracked());
    }
}

const TITLE: &str = "phone-title";

/// `sees` is true if the page that shows the phone also shows a QR code, which the phone can scan. The phone keeps the
/// accounts of its `owner` only, if the page knows a student. `hides_unused`: the page hides a phone that has no
/// account when the page opens. `now` is the server's time, `ends` the end of the owner's lesson. `pairs`: the page shows
/// the accounts of neighbours.
#[island(lazy)]
pub fn PhoneScreen(
    sees: bool,
    owner: Option<String>,
    hides_unused: bool,
    now: Timestamp,
    used_until: Option<Timestamp>,
    pairs: bool,
    ends: Option<Timestamp>,
) -> impl IntoView {
    let texts = use_texts();
    let phone = Phone {
        accounts: RwSignal::new(Vec::new()),
        shows: RwSignal::new(Shows::Accounts),
        clock: ServerClock::of_page(now),
        used_until,
        owner: StoredValue::new(owner.clone()),
        ends,
        pairs: RwSignal::new(pairs),
    };
    Effect::new(move |_| {
        let owner = owner.clone();
        let of_owner = move |kept| {
            let kept = still_valid(kept, phone.clock.now().micros());
            match &owner {
                Some(owner) => without_others(kept, owner),
                None => kept,
            }
        };
        // Deletes accounts of other students and of ended lessons before the phone shows anything. Their secrets would
        // stay in the browser's storage if the page only hid the accounts.
        phone.accounts.set(keep_only(&of_owner));
        // Another student can have signed in in another tab, or before the browser came back to this page. The stored
        // accounts are theirs, so this page deletes nothing.
        let of_owner = StoredValue::new(of_owner);
        let listeners = ["pageshow", "storage"].map(|event| {
            window_event_listener_untyped(event, move |_| {
                let accounts = of_owner.with_value(|of_owner| of_owner(storage::load()));
                if accounts != phone.accounts.get_untracked() {
                    phone.accounts.set(accounts);
                }
            })
        });
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
    let empty = Memo::new(move |_| phone.shown().is_empty());
    // A phone that was shown once stays, also when its account is removed.
    let unused = Memo::new(move |before: Option<&bool>| *before.unwrap_or(&hides_unused) && empty.get());
    view! {
        <section class="phone" class:unused=unused aria-labelledby=TITLE>
            <div class="screen">
                <header>
                    <h2 id=TITLE tabindex="-1">{texts.phone_title()}</h2>
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
            {move || {
                let shown = phone.shown().into_iter();
                shown.map(|account| view! { <Account phone=phone account=account /> }).collect_view()
            }}
            <button class="button quiet full" type="button" on:click=move |_| phone.show(Shows::Choose)>
                {texts.phone_add_another()}
            </button>
        </div>
    }
}
