//! The exercise *files by role*: every request for a file is decided by the role of the seat.

use super::{Entered, Exercises, Step};
use crate::{Error, Result, access::SignedIn};
use domain::{
    class::ClassState,
    exercises::{
        Exercise,
        files::{File, FilesProgress, Reason, Role, code_word, is_code_word, may_open},
    },
    refusal::Refusal,
    view::{FileAccess, FileView, FilesView},
};

/// The purpose of the keyed hashes from which code words are made.
const CODE_WORD: &str = "code word";

impl Exercises {
    pub async fn files(&self, who: &SignedIn) -> Result<FilesView> {
        let entered = self.enter(who, Exercise::Files).await?;
        Ok(FilesView {
            state: entered.class_state(self.clock.now()),
            revision: entered.progress.revision,
            number: number(&entered),
            role: role(&entered),
            progress: progress(&entered)?,
        })
    }

    /// Opens a file, or refuses it. The first refusal is recorded, because the student needs it for the badge. A request
    /// that was sent ahead of the student (prefetch) never gets here.
    pub async fn file(&self, who: &SignedIn, file: File) -> Result<FileView> {
        let entered = self.enter(who, Exercise::Files).await?;
        let role = role(&entered);
        let access = if may_open(role, file) {
            let words = match File::with_code_word(role) == file {
                true => self.code_words(&entered, file),
                false => Vec::new(),
            };
            FileAccess::Opened {
                code_word: words.first().map(|word| (*word).to_owned()),
            }
        } else {
            self.record_refusal(who, entered).await?;
            FileAccess::Refused
        };
        Ok(FileView { file, role, access })
    }

    pub async fn enter_code_word(&self, who: &SignedIn, revision: u32, typed: &str) -> Result<()> {
        let entered = self.enter(who, Exercise::Files).await?;
        let words = self.code_words(&entered, File::with_code_word(role(&entered)));
        let is_right = words.iter().any(|word| is_code_word(typed, word));
        let next = progress(&entered)?.entered(is_right);
        self.step(&entered, revision, &step(next, true)?).await
    }

    /// Judges the answer to the question at the end.
    pub async fn answer_files(&self, who: &SignedIn, revision: u32, reason: Reason) -> Result<()> {
        let entered = self.enter(who, Exercise::Files).await?;
        let next = progress(&entered)?.answered(reason)?;
        self.step(&entered, revision, &step(next, true)?).await
    }

    /// The code word of a file in the class of this seat. After a change of the keys the old word is accepted too.
    fn code_words(&self, entered: &Entered, file: File) -> Vec<&'static str> {
        let class = entered.place.class().uuid();
        let parts: [&[u8]; 2] = [class.as_bytes(), file.code().as_bytes()];
        let hashes = self.macs.all(CODE_WORD, &parts);
        hashes
            .iter()
            .map(|hash| code_word(core::array::from_fn(|at| hash[at])))
            .collect()
    }

    async fn record_refusal(&self, who: &SignedIn, mut entered: Entered) -> Result<()> {
        // Another request of the student, such as a second tab, can record a step at the same moment.
        for _ in 0..2 {
            let known = progress(&entered)?;
            let is_open = entered.class_state(self.clock.now()) == ClassState::Open;
            if known.refused || !is_open {
                return Ok(());
            }
            let step = step(known.after_refusal(), false)?;
            match self.step(&entered, entered.progress.revision, &step).await {
                Err(Error::Refused(Refusal::RoundOver)) => {}
                outcome => return outcome,
            }
            entered = self.enter(who, Exercise::Files).await?;
        }
        Ok(())
    }
}

fn number(entered: &Entered) -> u16 {
    u16::try_from(entered.place.number).unwrap_or_default()
}

fn role(entered: &Entered) -> Role {
    Role::of_seat(number(entered))
}

fn progress(entered: &Entered) -> Result<FilesProgress> {
    match &*entered.progress.state {
        [] => Ok(FilesProgress::default()),
        state => serde_json::from_slice(state).map_err(|_| Error::Corrupt("state of the exercise files")),
    }
}

fn step(next: FilesProgress, is_attempt: bool) -> Result<Step> {
    Ok(Step {
        state: serde_json::to_vec(&next).map_err(|_| Error::Corrupt("state of the exercise files"))?,
        is_attempt,
        passes: next.passed(),
    })
}
