use std::collections::BTreeMap;
use std::path::Path;

use insta::assert_snapshot;

use crate::made;
use crate::workspace::Workspace;

/// Every file of a folder by its path below it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk =
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    walk.map(|entry| {
        let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        (name, std::fs::read(entry.path()).unwrap())
    })
    .collect()
}

fn page(pack: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(pack.get(name).unwrap_or_else(|| panic!("no {name}")).clone()).unwrap()
}

/// What the element of an anchor holds, tags and white space left out.
fn text_at(page: &str, anchor: &str) -> String {
    let document = dom_query::Document::from(page);
    let found = document.select(&format!("#{anchor}"));
    assert_eq!(found.length(), 1, "{anchor}");
    found.text().split_whitespace().collect()
}

#[test]
fn every_number_leads_to_itself_in_its_report() {
    let library = made::library();
    assert_snapshot!(library.expect(0, &["pack", "pack"]).err, @"pack: 5 reports, 25 records: open its index.html in a browser, or workbook.xlsx in Excel");
    let pack = files(&library.path("pack"));
    let index = page(&pack, "index.html");
    let document = dom_query::Document::from(index.as_str());
    let mut n_numbers = 0;
    for row in
        document.select("table").iter().take(2).flat_map(|table| table.select("tbody tr").iter().collect::<Vec<_>>())
    {
        let link = row.select("a[href^=reports]");
        let (shown, href) = (link.text().to_string(), link.attr("href").unwrap().to_string());
        let (file, anchor) = href.split_once('#').unwrap();
        assert_eq!(text_at(&page(&pack, file), anchor), shown, "{href}");
        n_numbers += 1;
    }
    // Eleven statements that are done and all twelve facts.
    assert_eq!(n_numbers, 23);
    for link in &document.select("a") {
        let href = link.attr("href").unwrap().to_string();
        match href.split_once('#') {
            Some(("", anchor)) => assert_eq!(document.select(&format!("#{anchor}")).length(), 1, "{href}"),
            Some((file, anchor)) => assert!(!text_at(&page(&pack, file), anchor).is_empty(), "{href}"),
            None => assert!(pack.contains_key(&href), "{href}"),
        }
    }
    let all = pack.iter().filter(|(name, _)| name.ends_with("html")).map(|(name, _)| page(&pack, name));
    assert!(all.into_iter().all(|page| !page.contains("http")), "nothing is fetched from anywhere");
    assert_snapshot!(page(&pack, "references.txt"), @r"
    [1] 三元2023.txt[Z].2023-12.
    [2] 三元2024.txt[Z].2024-12.
    [3] 三元简讯.txt[Z].2024-12.
    [4] 临泽.txt[Z].
    [5] 思明.txt[Z].2024.
    ");
    let manifest: serde_json::Value = serde_json::from_str(&page(&pack, "manifest.json")).unwrap();
    for file in manifest["files"].as_array().unwrap() {
        let bytes = &pack[file["path"].as_str().unwrap()];
        assert_eq!(file["blake3"], blake3::hash(bytes).to_hex().as_str());
    }
    assert_eq!(manifest["files"].as_array().unwrap().len(), pack.len() - 1);
    assert_eq!(manifest["program"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_workbook_of_a_pack_links_to_the_pages() {
    let library = made::library();
    library.expect(0, &["pack", "pack"]);
    let bytes = std::fs::read(library.path("pack/workbook.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let links = read("xl/worksheets/_rels/sheet1.xml.rels");
    assert!(links.contains("Target=\"reports/00001.html\""), "{links}");
    let sheet = read("xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("location=\"r").count(), 12, "every fact");
}

#[test]
fn a_pack_made_again_is_the_same_and_other_files_are_left_alone() {
    let library = made::library();
    library.expect(0, &["pack", "one"]);
    // ZIP archives count time in steps of two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    library.expect(0, &["pack", "two"]);
    let one = files(&library.path("one"));
    assert!(one == files(&library.path("two")));
    library.write("two/notes.txt", "my own").write("mine/notes.txt", "my own");
    let narrow = ["pack", "two", "--region", "临泽"];
    library.expect(0, &narrow);
    let names: Vec<String> = files(&library.path("two")).into_keys().collect();
    assert_eq!(
        names,
        ["index.html", "manifest.json", "notes.txt", "references.txt", "reports/00001.html", "workbook.xlsx"]
    );
    let refused = library.expect(2, &["pack", "mine"]);
    assert_snapshot!(refused.err, @"tongjian: mine: the folder holds other files: name an empty or new one, or add --force (those files stay as they are)");
    assert_eq!(files(&library.path("mine")).len(), 1);
    library.expect(0, &["pack", "mine", "--force"]);
    let mut mine = files(&library.path("mine"));
    assert_eq!(mine.remove("notes.txt").unwrap(), b"my own");
    assert!(mine == one);
}

#[test]
fn a_page_shows_the_text_of_its_report_as_it_is() {
    let workspace = Workspace::new();
    let text = "思明区政协“好商量<1>”工作室建成委员工作室66个 & 开展微协商3\n4场次。\n";
    workspace.write("reports/a&b.txt", text);
    workspace.write(
        "reports/metadata.csv",
        "doc,date,region,title,source,url\na&b.txt,2024-03-05,350203,让协商走进街巷,某某日报,\n",
    );
    workspace.expect(0, &["ingest", "reports"]);
    workspace.expect(0, &["pack", "pack", "--lang", "zh"]);
    let pack = files(&workspace.path("pack"));
    let report = page(&pack, "reports/00001.html");
    let document = dom_query::Document::from(report.as_str());
    assert_eq!(document.select("div.text").text().to_string(), text.trim_end());
    assert_snapshot!(page(&pack, "references.txt"), @"[1] 让协商走进街巷[N].某某日报,2024-03-05.");
}
