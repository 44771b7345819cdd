//! Where the leaves meet: the door, one folder per room, and the look and words of every page.

pub mod ui;
