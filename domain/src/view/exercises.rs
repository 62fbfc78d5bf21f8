//! Data of the pages of the exercises *message* and *files by role*.

use crate::{
    class::ClassState,
    exercises::{
        files::{File, FilesProgress, Role},
        message::{MessageProgress, StrangersInbox},
    },
};
use serde::{Deserialize, Serialize};

/// The exercise *message*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    pub state: ClassState,
    /// The forms of the page carry it, so that each of them is accepted once.
    pub revision: u32,
    pub progress: MessageProgress,
    /// The last message and what became of it; `None` before the first.
    pub shown: Option<ShownMessage>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownMessage {
    pub sent: String,
    /// What the classmate got; `None` if nothing arrived.
    pub delivered: Option<String>,
    pub stranger: StrangersInbox,
}

/// The exercise *files by role*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesView {
    pub state: ClassState,
    /// The forms of the page carry it, so that each of them is accepted once.
    pub revision: u32,
    pub number: u16,
    pub role: Role,
    pub progress: FilesProgress,
}

/// The answer to a request for a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    pub file: File,
    pub role: Role,
    pub access: FileAccess,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileAccess {
    /// The role may open the file. One file of each role contains the code word.
    Opened {
        code_word: Option<String>,
    },
    Refused,
}
