//! Data of the results page: the stages of each seat.

use crate::{exercises::Lesson, ids::ClassId, results::SeatResult};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultsView {
    pub id: ClassId,
    pub title: String,
    pub lesson: Lesson,
    pub seats: Vec<SeatResult>,
}
