//! Where an element stands in its page, in the manner of CSS.

use std::collections::HashMap;
use std::fmt::Write;

use dom_query::{Document, NodeId, NodeRef};

use crate::model::FilePlace;

/// Levels that a path names: enough to find the element, little enough that a path stays readable and small.
const LEVELS: usize = 16;

/// The elements of a page, each counted among its siblings of the same name before anything was taken out.
#[derive(Debug)]
pub(super) struct Paths {
    /// From 1; elements that are alone are left out.
    ordinals: HashMap<NodeId, usize>,
}

impl Paths {
    /// Counts the elements of a page.
    pub(super) fn new(page: &Document) -> Self {
        let mut ordinals = HashMap::new();
        for parent in page.root().descendants_it().filter(NodeRef::is_element) {
            let mut by_name: HashMap<String, Vec<NodeId>> = HashMap::new();
            for child in parent.children_it(false).filter(NodeRef::is_element) {
                by_name.entry(child.node_name().unwrap_or_default().to_string()).or_default().push(child.id);
            }
            let counted = by_name.into_values().filter(|alike| alike.len() > 1);
            ordinals.extend(counted.flat_map(|alike| alike.into_iter().zip(1..)));
        }
        Self { ordinals }
    }

    /// The path of the block that an element belongs to, or of the row where a row is one line.
    pub(super) fn of(&self, node: &NodeRef<'_>, in_row: bool) -> FilePlace {
        let is_wanted = |node: &NodeRef<'_>| {
            let name = node.node_name().unwrap_or_default();
            if in_row { &*name == "tr" } else { !INLINE.contains(&&*name) }
        };
        let up = std::iter::successors(Some(*node), NodeRef::parent).filter(NodeRef::is_element);
        let mut parts: Vec<String> = Vec::new();
        for node in up.skip_while(|node| !is_wanted(node)).take(LEVELS) {
            let part = self.part(&node);
            let is_found = part.contains('#');
            parts.push(part);
            // An id says where it is by itself.
            if is_found {
                break;
            }
        }
        parts.reverse();
        FilePlace::Element(parts.join(">"))
    }

    fn part(&self, node: &NodeRef<'_>) -> String {
        let mut part = node.node_name().unwrap_or_default().to_string();
        let id = node.id_attr().filter(|id| is_plain(id));
        if let Some(id) = id {
            part.push('#');
            part.push_str(&id);
        } else if let Some(ordinal) = self.ordinals.get(&node.id) {
            // Writing to a string cannot fail.
            let _ = write!(part, ":nth-of-type({ordinal})");
        }
        part
    }
}

/// Elements within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "big", "cite", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup",
    "u",
];

/// Ids that need no escapes and are short enough to read.
fn is_plain(id: &str) -> bool {
    let starts = id.starts_with(|c: char| c.is_ascii_alphabetic());
    starts && id.len() <= 40 && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}
