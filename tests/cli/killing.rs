use std::time::{Duration, Instant};

use tongjian::library::Library;

use crate::texts::{Dice, report};
use crate::workspace::Workspace;

const N_REPORTS: u64 = 240;
const BATCH: usize = 30;

fn ingest() -> [&'static str; 4] {
    ["ingest", "in", "--batch", "30"]
}

/// Kills an ingest at twenty moments. Whatever it was doing, the library opens, holds whole batches only, and the next
/// ingest makes it what an undisturbed one would have made.
#[test]
fn an_ingest_killed_at_any_moment_leaves_whole_batches_and_the_next_one_completes() {
    let workspace = Workspace::new();
    for n in 0..N_REPORTS {
        workspace.write(&format!("in/{n:03}.txt"), report(n));
    }
    let started = Instant::now();
    workspace.expect(0, &ingest());
    let whole_run = started.elapsed();
    let undisturbed = workspace.dump();
    let mut dice = Dice::new(20);
    let mut states = Vec::new();
    for _ in 0..20 {
        std::fs::remove_dir_all(workspace.path("library")).unwrap();
        let moment = whole_run.mul_f64(f64::from(u32::try_from(dice.below(1000)).unwrap()) / 1000.0);
        kill_after(&workspace, moment);
        states.push(check_whole_batches(&workspace, moment));
        if dice.below(2) == 0 {
            // The next one may be killed as well.
            kill_after(&workspace, moment / 2);
            check_whole_batches(&workspace, moment);
        }
        workspace.expect(0, &ingest());
        assert!(workspace.dump() == undisturbed, "killed after {moment:?}");
        assert_no_leftovers(&workspace);
    }
    let n_in_between = states.iter().filter(|n| (1..usize::try_from(N_REPORTS).unwrap()).contains(n)).count();
    assert!(n_in_between > 0, "no run was killed between two batches, the test shows nothing: {states:?}");
}

fn kill_after(workspace: &Workspace, moment: Duration) {
    let mut child = workspace.command(&ingest()).spawn().unwrap();
    std::thread::sleep(moment);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// How many reports the library holds: in the manifest, in the index as the killed run left it, and, once it is caught
/// up, in both.
fn check_whole_batches(workspace: &Workspace, moment: Duration) -> usize {
    let folder = workspace.path("library");
    let Ok(library) = Library::open(&folder) else {
        let names: Vec<_> =
            std::fs::read_dir(&folder).map_or_else(|_| Vec::new(), |entries| entries.flatten().collect());
        assert!(!folder.join("manifest.jsonl").exists(), "killed after {moment:?}: does not open, {names:?}");
        return 0;
    };
    let n_held = library.manifest().unwrap().entries().len();
    let n_indexed = library.index().articles().unwrap().len();
    assert_eq!(n_held % BATCH, 0, "killed after {moment:?}");
    assert!(n_indexed == n_held || n_indexed + BATCH == n_held, "killed after {moment:?}: {n_indexed} of {n_held}");
    drop(library);
    workspace.dump();
    let library = Library::open(&folder).unwrap();
    assert_eq!(library.index().articles().unwrap().len(), n_held, "killed after {moment:?}");
    n_held
}

/// Nothing half-written outlives the next ingest.
fn assert_no_leftovers(workspace: &Workspace) {
    let mut folders = vec![workspace.path("library/reports"), workspace.path("library")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            assert!(!name.ends_with(".unfinished") && !name.starts_with(".manifest."), "{name}");
            if entry.path().is_dir() && name.len() == 2 {
                folders.push(entry.path());
            }
        }
    }
}
