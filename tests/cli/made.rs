//! A small library whose records were written by hand, so that questions can be tested whatever extraction finds.

use std::collections::BTreeMap;
use std::fmt::Write;

use tongjian::library::Library;
use tongjian::model::{
    ArticleRecord, Bound, DocId, Effect, Fact, MetricId, Nature, Number, PartialDate, Period, Platform, PlatformType,
    Practice, PracticeId, Record, RegionCode, Status, Verdict,
};
use tongjian::pipeline::Extraction;
use tongjian::segment::Signature;

use crate::workspace::Workspace;

/// Name, region, date, text. Ours; the places are real, what they did is made up.
const REPORTS: [(&str, &str, &str, &str); 5] = [
    (
        "思明.txt",
        "350203",
        "2024",
        "思明区政协：让协商走进街巷\n\n今年以来，区政协在10个街道建成委员工作室66个，其中界别工作室12个。“邻里圆桌”议事厅召开微协商34场\n次，\
         办结老旧小区加装电梯等难题50余件。每月15日的委员接待日照常开门，全年接待群众1200多人次。\n\n明年计划新建委员工作室10个。\n",
    ),
    (
        "三元2023.txt",
        "350404",
        "2023-12",
        "三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。“邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。\n",
    ),
    (
        "三元2024.txt",
        "350404",
        "2024-12",
        "三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。\n",
    ),
    ("三元简讯.txt", "350404", "2024-12", "简讯：三元区建成委员工作室9个。\n"),
    ("临泽.txt", "620723", "", "=1+1 临泽县政协设立“枣乡议事”平台，收集协商议题15个。老旧小区改造列为协商重点。\n"),
];

/// A fact in brief: report, sentence, number, value, unit, item, metric.
type Brief = (&'static str, &'static str, &'static str, u32, &'static str, &'static str, &'static str);

const FACTS: [Brief; 12] = [
    ("思明.txt", "建成委员工作室66个", "66个", 66, "个", "委员工作室", "workstation.studio"),
    ("思明.txt", "其中界别工作室12个", "12个", 12, "个", "界别工作室", "workstation.studio"),
    ("思明.txt", "召开微协商34场\n次", "34场\n次", 34, "场次", "微协商", "consultation.micro"),
    ("思明.txt", "办结老旧小区加装电梯等难题50余件", "50余件", 50, "件", "难题", "resolved.issue"),
    ("思明.txt", "全年接待群众1200多人次", "1200多人次", 1200, "人次", "群众", "people.served"),
    ("思明.txt", "明年计划新建委员工作室10个", "10个", 10, "个", "委员工作室", "workstation.studio"),
    ("三元2023.txt", "依托8个委员工作室", "8个", 8, "个", "委员工作室", "workstation.studio"),
    ("三元2023.txt", "开展微协商21场次", "21场次", 21, "场次", "微协商", "consultation.micro"),
    ("三元2024.txt", "现有委员工作室11个", "11个", 11, "个", "委员工作室", "workstation.studio"),
    ("三元2024.txt", "上半年开展微协商9场次", "9场次", 9, "场次", "微协商", "consultation.micro"),
    ("三元2024.txt", "下半年开展微协商近20场次", "近20场次", 20, "场次", "微协商", "consultation.micro"),
    ("三元简讯.txt", "建成委员工作室9个", "9个", 9, "个", "委员工作室", "workstation.studio"),
];

const PLATFORMS: [(&str, &str, &str); 3] = [
    ("思明.txt", "“邻里圆桌”议事厅", "邻里圆桌"),
    ("三元2023.txt", "“邻里圆桌”议事厅", "邻里圆桌"),
    ("临泽.txt", "“枣乡议事”平台", "枣乡议事"),
];

const PRACTICES: [(&str, &str, &str); 5] = [
    ("思明.txt", "委员接待日", "reception_day"),
    ("思明.txt", "微协商", "micro_consultation"),
    ("三元2023.txt", "委员接待日", "reception_day"),
    ("三元2023.txt", "微协商", "micro_consultation"),
    ("三元2024.txt", "微协商", "micro_consultation"),
];

/// Ingests the reports and puts the hand-made records in place of what was extracted.
pub(crate) fn library() -> Workspace {
    let workspace = Workspace::new();
    let mut metadata = "doc,date,region\n".to_owned();
    for (doc, region, date, text) in REPORTS {
        workspace.write(&format!("reports/{doc}"), text);
        writeln!(metadata, "{doc},{date},{region}").unwrap();
    }
    workspace.write("reports/metadata.csv", metadata);
    workspace.expect(0, &["ingest", "reports"]);
    let library = Library::open(&workspace.path("library")).unwrap();
    let generation = library.index().generation().unwrap().unwrap();
    let mut writer = library.index().writer().unwrap();
    for (doc, region, date, text) in REPORTS {
        writer.delete(&DocId::new(doc)).unwrap();
        writer.add(&extraction(doc, region, date, text), text).unwrap();
    }
    writer.commit(&generation).unwrap();
    workspace
}

fn extraction(doc: &str, region: &str, date: &str, text: &str) -> Extraction {
    let (id, region, date) = (DocId::new(doc), region.parse().ok(), date.parse::<PartialDate>().ok());
    let mut records = Vec::new();
    for brief in FACTS.iter().filter(|brief| brief.0 == doc) {
        records.push(Record::Fact(fact(brief, region, date, text)));
    }
    for (_, name, core) in PLATFORMS.iter().filter(|platform| platform.0 == doc) {
        let (start, end) = place(text, name, name);
        records.push(Record::Platform(Platform {
            doc: id.clone(),
            start,
            end,
            name: (*name).to_owned(),
            core: (*core).to_owned(),
            r#type: PlatformType::Platform,
            region,
            quote: sentence(text, name).into(),
            place: None,
            also_in: Vec::new(),
            corrected: None,
        }));
    }
    for (_, words, practice) in PRACTICES.iter().filter(|practice| practice.0 == doc) {
        let (start, end) = place(text, words, words);
        records.push(Record::Practice(Practice {
            doc: id.clone(),
            start,
            end,
            practice: PracticeId::new(practice),
            region,
            quote: sentence(text, words).into(),
            rule: (*words).into(),
            place: None,
            also_in: Vec::new(),
            corrected: None,
        }));
    }
    records.sort_by_key(|record| match record {
        Record::Fact(fact) => fact.start,
        Record::Platform(platform) => platform.start,
        Record::Practice(practice) => practice.start,
        Record::Article(_) | Record::Problem(_) => 0,
    });
    let n_chars = u32::try_from(text.chars().count()).unwrap();
    let article = ArticleRecord {
        doc: id,
        title: None,
        date,
        source: None,
        region,
        chars: n_chars,
        sections: Vec::new(),
        whole: None,
        files: Vec::new(),
    };
    Extraction { article, records, signature: Signature::of(text), considered: BTreeMap::new() }
}

fn fact(brief: &Brief, region: Option<RegionCode>, date: Option<PartialDate>, text: &str) -> Fact {
    let (doc, quote, number, value, unit, item, metric) = *brief;
    let (start, end) = place(text, quote, number);
    let bound = match number {
        _ if number.contains(['余', '多']) => Bound::More,
        _ if number.starts_with('近') => Bound::Less,
        _ => Bound::Exact,
    };
    let (nature, year) =
        (if metric == "workstation.studio" { Nature::Stock } else { Nature::Flow }, date.map(PartialDate::year));
    let status = if quote.contains("计划") { Status::Plan } else { Status::Done };
    let half = |from, to, text: &str| Period {
        from: PartialDate::new(year.unwrap(), Some(from), None).map(PartialDate::first_day),
        to: PartialDate::new(year.unwrap(), Some(to), None).map(PartialDate::last_day),
        text: text.to_owned(),
    };
    let period = match quote {
        _ if quote.starts_with("上半年") => Some(half(1, 6, "上半年")),
        _ if quote.starts_with("下半年") => Some(half(7, 12, "下半年")),
        _ => None,
    };
    let value = Number { value: value.into(), value_max: None, bound };
    Fact {
        doc: DocId::new(doc),
        start,
        end,
        number: number.split_whitespace().collect(),
        value: value.value,
        value_max: None,
        bound,
        low: value.interval().low,
        high: value.interval().high,
        unit: unit.to_owned(),
        item: item.to_owned(),
        metric: MetricId::new(metric),
        nature,
        effect: Effect::Output,
        region,
        region_name: None,
        actor: None,
        year: if status == Status::Plan { year.map(|year| year + 1) } else { year },
        period,
        status,
        part_of: quote.starts_with("其中").then(|| "66个".to_owned()),
        quote: sentence(text, quote).into(),
        rule: format!("{metric}:made").into(),
        confidence: 0.9,
        check: Verdict::default(),
        place: None,
        also_in: Vec::new(),
        corrected: None,
    }
}

/// Where words that are part of a quote stand, in characters.
fn place(text: &str, quote: &str, words: &str) -> (u32, u32) {
    let byte = text.find(quote).unwrap() + quote.find(words).unwrap();
    let start = text[..byte].chars().count();
    (u32::try_from(start).unwrap(), u32::try_from(start + words.chars().count()).unwrap())
}

/// The sentence that holds a quote, white space left out.
fn sentence(text: &str, quote: &str) -> String {
    let at = text.find(quote).unwrap();
    let ends = ["。", "\n\n"].map(|end| text[..at].rfind(end).map_or(0, |place| place + end.len()));
    let start = ends[0].max(ends[1]);
    let end = at + text[at..].find('。').unwrap() + '。'.len_utf8();
    text[start..end].split_whitespace().collect::<Vec<_>>().concat()
}
