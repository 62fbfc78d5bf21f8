//! Data of the pages of the exercises *message*, *files by role*, *passkey* and *the thief*.

use super::{PasskeyCreation, PasskeyRequest};
use crate::{
    class::ClassState,
    exercises::{
        files::{File, FilesProgress, Role},
        message::{MessageProgress, StrangersInbox},
        passkey::PasskeyProgress,
        phishing::{PhishingProgress, Scene},
    },
    passkey::PasskeyObstacle,
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

/// The exercise *passkey*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticePasskeyView {
    pub state: ClassState,
    /// The forms of the page carry it, so that each of them is accepted once.
    pub revision: u32,
    pub number: u16,
    pub progress: PasskeyProgress,
    pub ceremony: Option<CeremonyView>,
    pub device: DevicePasskeyView,
}

/// A passkey on the student's own device, beside the practice phone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicePasskeyView {
    /// The address of the site, as the browser signs it.
    pub site: String,
    /// Set if the device can make a passkey now.
    pub creation: Option<PasskeyCreation>,
    /// Set if the student can sign in with the passkey of the device now.
    pub request: Option<PasskeyRequest>,
    /// Why browsers use no passkeys on this page.
    pub obstacle: Option<PasskeyObstacle>,
    /// What the device has signed, after the server has accepted it.
    pub signed: Option<SignedByDevice>,
}

/// An answer of a device, as the page shows it. The bytes are in URL-safe Base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedByDevice {
    pub site: String,
    pub challenge: String,
    pub signature: String,
}

/// A sign-in with the practice passkey that has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CeremonyView {
    pub challenge: String,
    /// The answer of the phone; `None` before the student has confirmed it there.
    pub answer: Option<PhoneAnswer>,
}

/// The answer of the practice phone, in the form in which a browser sends the answer of a passkey (WebAuthn). The bytes
/// are in URL-safe Base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneAnswer {
    pub credential: String,
    /// What the browser adds: the challenge and the site that has asked, as JSON.
    pub client_data: String,
    pub authenticator_data: String,
    pub signature: String,
}

/// The exercise *the thief*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhishingView {
    pub state: ClassState,
    /// The forms of the page carry it, so that each of them is accepted once.
    pub revision: u32,
    pub number: u16,
    pub class_title: String,
    pub scene: Scene,
    pub progress: PhishingProgress,
    /// The practice phone of the student has a passkey for the real site.
    pub has_passkey: bool,
}
