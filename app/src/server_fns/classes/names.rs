//! Names that a teacher pastes or uploads, and what came of the upload. None of this is a server function: only the page
//! of names and the upload use it.

use crate::{
    problem::Problem,
    request::{RequestContext, SealedCookie},
};
use backend::access::ManagesClass;
use domain::{ids::ClassId, names, refusal::Refusal};
use serde::{Deserialize, Serialize};

/// How many of the names that occur several times the page lists.
const MAX_SHARED_NAMES: usize = 5;

/// What a list has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamesPut {
    pub seats: usize,
    pub skipped: usize,
    pub repeated: usize,
    /// Students whose identifiers are stored.
    pub identifiers: usize,
    pub shared_names: Vec<String>,
}

/// The outcome of an upload, which the page shows once.
pub type NamesOutcome = Result<NamesPut, Refusal>;

/// The class that the teacher manages, and the outcome of the last upload.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NamesPage {
    pub id: ClassId,
    pub outcome: Option<NamesOutcome>,
}

/// The fields of the form.
#[derive(Default)]
pub struct NamesUpload {
    pub file: Vec<u8>,
    /// The pasted list, if there is no file.
    pub typed: String,
    pub keeps_identifiers: bool,
}

fn cookie(class: ClassId) -> SealedCookie {
    SealedCookie::flash("names", format!("names:{class}"))
}

pub async fn load_names_page(id: String) -> Result<NamesPage, Problem> {
    let context = RequestContext::current()?;
    let id = context.class_manager(&id).await?.class();
    let outcome = context.take_sealed(&cookie(id));
    Ok(NamesPage { id, outcome })
}

pub async fn put_names(
    context: &RequestContext,
    teacher: ManagesClass,
    text: &str,
    keeps_identifiers: bool,
) -> backend::Result<NamesPut> {
    let list = names::parse(text)?;
    let classes = &context.stepwise.classes;
    classes.label_seats(teacher, &list, keeps_identifiers).await?;
    let identified = list.students.iter().filter(|student| student.identifier.is_some());
    Ok(NamesPut {
        seats: list.students.len(),
        skipped: list.skipped,
        repeated: list.repeated,
        identifiers: if keeps_identifiers { identified.count() } else { 0 },
        shared_names: list.shared_names.into_iter().take(MAX_SHARED_NAMES).collect(),
    })
}

/// Puts the uploaded names on the seats. Returns the page that shows the outcome, and the cookie with the outcome.
pub async fn upload_names(
    context: &RequestContext,
    id: &str,
    upload: NamesUpload,
) -> Result<(String, String), Problem> {
    let teacher = context.class_manager(id).await?;
    let text = match upload.file.is_empty() {
        true => Ok(upload.typed),
        false => names::decode(&upload.file),
    };
    let outcome: NamesOutcome = match text {
        Ok(text) => put_names(context, teacher, &text, upload.keeps_identifiers)
            .await
            .map_err(backend::Error::into_refusal),
        Err(refusal) => Err(refusal),
    };
    if outcome == Err(Refusal::Unavailable) {
        return Err(Refusal::Unavailable.into());
    }
    let class = teacher.class();
    let content = serde_json::to_string(&outcome).unwrap_or_default();
    let cookie = cookie(class).seal(&context.stepwise, context.site.is_https(), &content)?;
    Ok((format!("/classes/{class}/names"), cookie))
}
