use quick_xml::Reader;
use quick_xml::events::Event;

use crate::sanming;
use crate::workspace::Workspace;

/// Every text that a drawing shows, in order; the document must be well-formed to its end.
fn texts(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    let (mut texts, mut in_text, mut open) = (Vec::new(), false, 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {svg}")) {
            Event::Start(tag) => {
                open += 1;
                in_text = tag.name().as_ref() == "text";
            }
            Event::End(_) => {
                open -= 1;
                in_text = false;
            }
            Event::Text(text) if in_text => texts.push(text.xml10_content().into_owned()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "{svg}");
    texts
}

/// Draws an answer and gives the file's text.
fn drawn(library: &Workspace, arguments: &[&str], file: &str) -> String {
    library.expect(0, &[arguments, &["--chart", file]].concat());
    std::fs::read_to_string(library.path(file)).unwrap()
}

/// Asserts that a drawing shows each of these texts just once.
#[track_caller]
fn shows_once(svg: &str, wanted: &[&str]) {
    let texts = texts(svg);
    for text in wanted {
        assert_eq!(texts.iter().filter(|shown| shown == text).count(), 1, "“{text}” in {texts:?}");
    }
}

const DISTRICTS: [&str; 4] = ["福建省三明市", "福建省三明市三元区", "福建省三明市沙县区", "福建省三明市永安市"];

#[test]
fn bars_show_each_place_and_value_once() {
    let library = sanming::library();
    let ask = ["compare", "微协商", "--sum", "--year", "2024", "--districts", "--lang", "zh"];
    let svg = drawn(&library, &ask, "bars.svg");
    shows_once(&svg, &DISTRICTS);
    shows_once(&svg, &["120场次", "60余场次", "30场次", "20场次", "110场次以上", "└ 所辖 11 个中 3 个相加"]);
    assert_eq!(svg, drawn(&library, &ask, "again.svg"), "the same answer gives the same bytes");
}

#[test]
fn a_place_of_which_only_its_districts_tell_is_drawn_too() {
    let workspace = Workspace::new();
    workspace
        .write("r/三元.txt", "2024年，三元区政协开展微协商9场次。")
        .write("r/永安.txt", "2024年，永安市政协开展微协商30多场次。");
    workspace.write("r/metadata.csv", "doc,date,region\n三元.txt,2024,350404\n永安.txt,2024,350481\n");
    workspace.expect(0, &["ingest", "r"]);
    let svg = drawn(&workspace, &["compare", "微协商", "--districts", "--lang", "zh"], "bars.svg");
    shows_once(&svg, &["福建省三明市（11 个中 2 个相加）", "39场次以上", "9场次", "30多场次"]);
}

#[test]
fn a_timeline_shows_each_year_and_value() {
    let library = sanming::library();
    let svg = drawn(&library, &["compare", "微协商", "--by", "year", "--region", "三元区"], "years.svg");
    shows_once(&svg, &["三元区", "2023", "2024", "45场次", "60余场次"]);
    let svg = drawn(&library, &["who", "委员接待日", "--lang", "zh"], "spread.svg");
    shows_once(&svg, &["2023", "2024"]);
    assert_eq!(texts(&svg).iter().filter(|text| *text == "委员接待日").count(), 2, "the title and the line's name");
}

#[test]
fn several_practices_make_a_heat_map() {
    let library = sanming::library();
    let svg = drawn(&library, &["who", "委员接待日", "微协商", "--lang", "zh"], "heat.svg");
    shows_once(&svg, &DISTRICTS);
    shows_once(&svg, &["委员接待日", "微协商"]);
    assert_eq!(texts(&svg).iter().filter(|text| *text == "2023").count(), 2);
}

#[test]
fn a_map_shows_the_places_without_a_value_too() {
    let library = sanming::library();
    let svg = drawn(&library, &["compare", "委员工作室", "--map", "--lang", "zh"], "map.svg");
    shows_once(&svg, &["福建", "三明", "40个", "三元区", "12个", "沙县区", "15个", "永安市", "8个", "思明区"]);
    assert!(!texts(&svg).iter().any(|text| text == "临泽县"), "provinces without a value are left out");
}

#[test]
fn borders_of_the_users_own_are_joined_by_code() {
    let library = sanming::library();
    let square = |code: &str, name: &str, west: u32| {
        format!(
            r#"{{"type":"Feature","properties":{{"区划码":"{code}","name":"{name}"}},"geometry":{{"type":"Polygon",
            "coordinates":[[[{west},26],[{},26],[{},27],[{west},26]]]}}}}"#,
            west + 1,
            west + 1
        )
    };
    let features = [square("350404", "三元区", 117), square("350405", "沙县区", 118)].join(",");
    library.write("g.json", format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#));
    let ask = ["compare", "委员工作室", "--level", "county", "--geojson", "g.json"];
    let svg = drawn(&library, &ask, "map.svg");
    shows_once(&svg, &["三元区", "12个", "沙县区", "15个"]);
    let said = library.expect(0, &[&ask[..], &["--chart", "map.svg"]].concat()).err;
    assert!(said.contains("1 places have no area in the GeoJSON file and are not drawn: 福建省三明市永安市"), "{said}");
    library.write("bad.json", "{}");
    let refused = library.expect(2, &["compare", "委员工作室", "--geojson", "bad.json", "--chart", "x.svg"]).err;
    assert!(refused.contains("bad.json: geojson: has no list “features”"), "{refused}");
}

#[test]
fn a_page_holds_the_picture_and_the_table() {
    let library = sanming::library();
    let page = drawn(&library, &["compare", "委员工作室", "--lang", "zh"], "page.html");
    let svg = &page[page.find("<svg").unwrap()..page.find("</svg>").unwrap() + "</svg>".len()];
    shows_once(svg, &DISTRICTS);
    let table = &page[page.find("</svg>").unwrap()..];
    assert!(table.contains("三元区建成委员工作室9个。"), "{table}");
    assert!(!page.contains("http://") || page.matches("http://").count() == 1, "only the name of SVG's own namespace");
}

#[test]
fn a_picture_that_cannot_be_drawn_says_why() {
    let library = sanming::library();
    let refused = library.expect(2, &["compare", "委员工作室", "--chart", "bars.pdf"]).err;
    assert_eq!(refused.trim(), "tongjian: --chart: bars.pdf: the form goes by the extension: use .svg, .png or .html");
    let refused = library.expect(2, &["compare", "委员工作室", "微协商", "--map", "--chart", "map.svg"]);
    assert_eq!(
        refused.err.trim(),
        "tongjian: --map, --geojson: a map shows one metric, and this is about: grassroots consultation \
         consultation.micro, member studios workstation.studio: name one of them"
    );
    assert!(refused.out.is_empty(), "nothing is half answered: {}", refused.out);
    library.write("no.ttf", "no font");
    let refused = library.expect(2, &["compare", "委员工作室", "--chart", "bars.png", "--font", "no.ttf"]).err;
    assert_eq!(refused.trim(), "tongjian: no.ttf: is no font file: name a .ttf, .otf or .ttc");
    assert!(!library.path("bars.png").exists());
}
