//! Data of the results page: the stages of each seat.

use crate::{ids::ClassId, stage::StageTimes};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultsView {
    pub id: ClassId,
    pub title: String,
    pub seats: Vec<SeatResult>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatResult {
    pub number: u16,
    pub login: String,
    pub label: Option<String>,
    pub stages: StageTimes,
    pub failures: u32,
    pub resets: u16,
}
