//! The `tongjian` program.

fn main() {}
