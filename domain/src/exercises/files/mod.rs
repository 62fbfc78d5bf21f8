//! The exercise *files by role*: a student who is signed in may still not open every file, because the role decides.
//! Authentication is not authorisation.

mod progress;

pub use progress::{FilesProgress, Mistake, Reason};

use crate::{
    classes::{credentials::pick_below, word_lists},
    typing,
};
use serde::{Deserialize, Serialize};

/// The role of a seat in an invented company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Intern,
    Accountant,
    Administrator,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Intern, Self::Accountant, Self::Administrator];

    /// Neighbours have different roles, and the roles are spread evenly over a class.
    pub fn of_seat(number: u16) -> Self {
        Self::ALL[usize::from(number) % Self::ALL.len()]
    }
}

/// A file of the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum File {
    CanteenMenu,
    WeeklyTasks,
    Invoices,
    Salaries,
    BackupPlan,
    UserAccounts,
}

impl File {
    pub const ALL: [Self; 6] = [
        Self::CanteenMenu,
        Self::WeeklyTasks,
        Self::Invoices,
        Self::Salaries,
        Self::BackupPlan,
        Self::UserAccounts,
    ];

    /// The last part of the file's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CanteenMenu => "canteen-menu",
            Self::WeeklyTasks => "weekly-tasks",
            Self::Invoices => "invoices",
            Self::Salaries => "salaries",
            Self::BackupPlan => "backup-plan",
            Self::UserAccounts => "user-accounts",
        }
    }

    /// Reads exactly the names in addresses, so that no part of a path can be taken for one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|file| file.code() == code)
    }

    /// The file with the code word of a role.
    pub const fn with_code_word(role: Role) -> Self {
        match role {
            Role::Intern => Self::WeeklyTasks,
            Role::Accountant => Self::Invoices,
            Role::Administrator => Self::BackupPlan,
        }
    }
}

/// Whether a role may open a file. Nothing else decides it. An administrator runs the computers and may still not read
/// everything on them.
pub const fn may_open(role: Role, file: File) -> bool {
    match file {
        File::CanteenMenu => true,
        File::WeeklyTasks => matches!(role, Role::Intern),
        File::Invoices | File::Salaries => matches!(role, Role::Accountant),
        File::BackupPlan | File::UserAccounts => matches!(role, Role::Administrator),
    }
}

/// The code word of a file in a class, from a keyed hash of both.
pub fn code_word(keyed: [u8; 8]) -> &'static str {
    let words = &word_lists::for_passwords().words;
    words[pick_below(u64::from_be_bytes(keyed), words.len() as u64) as usize]
}

/// Compares a code word without the spaces and capitals that phones add, typed with any keyboard layout.
pub fn is_code_word(typed: &str, word: &str) -> bool {
    typing::is_word(typed, word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_role_opens_its_own_files_and_no_others() {
        let opens = |role| File::ALL.map(|file| may_open(role, file));
        assert_eq!(opens(Role::Intern), [true, true, false, false, false, false]);
        assert_eq!(opens(Role::Accountant), [true, false, true, true, false, false]);
        assert_eq!(opens(Role::Administrator), [true, false, false, false, true, true]);
    }

    #[test]
    fn only_one_role_can_read_a_code_word() {
        for role in Role::ALL {
            let file = File::with_code_word(role);
            let readers: Vec<_> = Role::ALL.into_iter().filter(|role| may_open(*role, file)).collect();
            assert_eq!(readers, [role]);
        }
    }

    #[test]
    fn the_roles_are_spread_evenly() {
        for seats in 1..=60_u16 {
            let count = |role| (1..=seats).filter(|seat| Role::of_seat(*seat) == role).count();
            let counts = Role::ALL.map(count);
            assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1);
            assert_ne!(Role::of_seat(seats), Role::of_seat(seats + 1));
        }
    }

    #[test]
    fn only_the_exact_name_is_a_file() {
        for file in File::ALL {
            assert_eq!(File::from_code(file.code()), Some(file));
            assert_eq!(serde_json::to_value(file).unwrap(), file.code());
        }
        for other in [
            "",
            "..",
            ".",
            "Salaries",
            "salaries ",
            "../salaries",
            "salaries/",
            "salaries.txt",
            "secret",
        ] {
            assert_eq!(File::from_code(other), None, "{other}");
        }
    }

    #[test]
    fn code_words_come_from_the_list() {
        let words: HashSet<_> = (0..=255).map(|byte| code_word([byte; 8])).collect();
        assert!(words.len() > 200);
        for typed in ["kestrel", " Kestrel ", "луыекуд"] {
            assert!(is_code_word(typed, "kestrel"), "{typed}");
        }
        for typed in ["", "kestre", "kestrels", "kestrel otter", &"kestrel".repeat(100)] {
            assert!(!is_code_word(typed, "kestrel"), "{typed}");
        }
    }
}
