//! The fields of an account whose rules the browser checks: user name, e-mail address and new password. They are one
//! island, so that their rules are in one module, which only the pages with these fields load.

use super::{
    new_password::NewPasswordFields,
    text_field::{Rule, TextField},
};
use domain::registration::Faults;
use leptos::{either::Either, prelude::*};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum AccountField {
    Text {
        rule: Rule,
        name: String,
        label: String,
        hint: Option<String>,
        value: String,
        /// The error from the server. It is about the value that was sent, so the rule is not used until the user
        /// changes the field.
        refused: Option<String>,
    },
    NewPassword {
        name: String,
        again: String,
        label: String,
        /// The faults that the server has found.
        refused: Faults,
    },
}

#[island(lazy)]
pub fn AccountFields(field: AccountField) -> impl IntoView {
    match field {
        AccountField::Text {
            rule,
            name,
            label,
            hint,
            value,
            refused,
        } => Either::Left(view! {
            <TextField rule=rule name=name label=label hint=hint value=value refused=refused />
        }),
        AccountField::NewPassword {
            name,
            again,
            label,
            refused,
        } => Either::Right(view! { <NewPasswordFields name=name again=again label=label refused=refused /> }),
    }
}
