//! Data of the results page: the stages of each seat.

use crate::{exercises::Lesson, ids::ClassId, locale::Locale, results::SeatResult};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultsView {
    pub id: ClassId,
    pub title: String,
    pub lesson: Lesson,
    /// The language of the class; `None` for a deleted class.
    pub locale: Option<Locale>,
    /// The seats of a deleted class have neither login nor label.
    pub seats: Vec<SeatResult>,
}
