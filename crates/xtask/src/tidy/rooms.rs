//! Rooms of `app` know only the rooms that ARCHITECTURE.md lets them know, and never in a circle.

use super::scan::scan;
use super::{Finding, Tree};

const WHERE: &str = "ARCHITECTURE.md";
const APP: &str = "crates/app/src/";

/// A line of one of the two lists: a room or shared place, and what it may know.
struct Line {
    number: usize,
    room: String,
    knows: Vec<String>,
}

fn list(tree: &Tree, name: &str) -> Vec<Line> {
    tree.drawn(name)
        .into_iter()
        .map(|(number, line)| {
            let (room, knows) = line.split_once('→').unwrap_or((&line, ""));
            let knows = knows.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect();
            Line { number, room: room.trim().to_owned(), knows }
        })
        .collect()
}

/// The block `rooms` has a line for each room that knows others, `chart → clients`; the block `shared` names the folders
/// that are no rooms and that every room may know. A folder that stands in neither is a room that knows no other.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut rooms = list(tree, "rooms");
    let shared = list(tree, "shared");
    let folders = folders(tree);
    let mut found = Vec::new();
    for line in rooms.iter().chain(&shared).filter(|line| !folders.contains(&line.room)) {
        found.push(Finding::at(WHERE, line.number, format!("there is no folder {APP}{}/", line.room)));
    }
    found.extend(circles(&rooms));
    for room in folders {
        if !rooms.iter().chain(&shared).any(|line| line.room == room) {
            rooms.push(Line { number: 0, room, knows: Vec::new() });
        }
    }
    for line in &rooms {
        for (path, number, other) in knows(tree, &line.room, &rooms) {
            if !line.knows.contains(&other) {
                let what = format!("the room {} may not know the room {other}; the list is in {WHERE}", line.room);
                found.push(Finding::at(&path, number, what));
            }
        }
    }
    found
}

/// The folders of `app`.
fn folders(tree: &Tree) -> Vec<String> {
    let mut names: Vec<String> = tree
        .below(APP, ".rs")
        .filter_map(|file| file.path.strip_prefix(APP)?.split_once('/').map(|(folder, _)| folder.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Where the files of one room name another.
fn knows(tree: &Tree, room: &str, rooms: &[Line]) -> Vec<(String, usize, String)> {
    let mut seen = Vec::new();
    for file in tree.below(&format!("{APP}{room}/"), ".rs") {
        let code = scan(&file.text).code;
        for (number, line) in code.lines().enumerate() {
            for other in rooms.iter().map(|line| &line.room).filter(|other| *other != room) {
                let path = format!("crate::{other}");
                let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
                let plain = line.match_indices(&path).any(|(at, _)| ends(line.get(at + path.len()..).unwrap_or("")));
                let braced =
                    line.contains("use crate::{") && line.split(['{', ',', '}']).any(|part| begins(part, other));
                if plain || braced {
                    seen.push((file.path.clone(), number + 1, other.clone()));
                }
            }
        }
    }
    seen
}

fn begins(part: &str, room: &str) -> bool {
    part.trim().split("::").next().is_some_and(|first| first.trim() == room)
}

/// Rooms from which the list leads back to themselves.
fn circles(rooms: &[Line]) -> Vec<Finding> {
    let mut found = Vec::new();
    for line in rooms {
        let mut reached: Vec<&str> = line.knows.iter().map(String::as_str).collect();
        let mut at = 0;
        while let Some(next) = reached.get(at).copied() {
            let further = rooms.iter().filter(|other| other.room == next).flat_map(|other| &other.knows);
            let new: Vec<&str> = further.map(String::as_str).filter(|name| !reached.contains(name)).collect();
            reached.extend(new);
            at += 1;
        }
        if reached.contains(&line.room.as_str()) {
            found.push(Finding::at(WHERE, line.number, format!("from {} the list leads back to itself", line.room)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(list: &str, chart: &str) -> Tree {
        let paper = format!("```rooms\n{list}\n```\n```shared\ndoor\n```\n");
        Tree::of(&[
            ("ARCHITECTURE.md", &paper),
            ("crates/app/src/chart/mod.rs", chart),
            ("crates/app/src/clients/mod.rs", "use crate::door::Ask;"),
            ("crates/app/src/door/mod.rs", ""),
        ])
    }

    #[test]
    fn a_room_may_know_what_the_list_says_and_nothing_else() {
        assert!(check(&tree("chart → clients\nclients", "use crate::clients::Client;")).is_empty());
        assert_eq!(check(&tree("chart\nclients", "\nuse crate::clients::Client;")).len(), 1);
        assert_eq!(check(&tree("chart\nclients", "use crate::{door::Ask, clients::Client};")).len(), 1);
        assert!(check(&tree("chart\nclients", "use crate::clients_of_old::Client; // crate::clients")).is_empty());
    }

    #[test]
    fn a_room_that_is_not_listed_knows_no_other_and_a_listed_one_is_there() {
        assert!(check(&tree("clients", "")).is_empty());
        assert_eq!(check(&tree("clients", "use crate::clients::Client;")).len(), 1);
        assert_eq!(check(&tree("chart\nclients\nplan", "")).len(), 1);
    }

    #[test]
    fn a_circle_in_the_list_is_caught() {
        let what: Vec<_> =
            check(&tree("chart → clients\nclients → chart", "")).into_iter().map(|one| one.what).collect();
        assert_eq!(what.len(), 2, "{what:?}");
    }
}
