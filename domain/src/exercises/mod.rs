//! The exercises that follow the four stages.

pub mod draws;
pub mod files;
pub mod message;
