//! Comparisons of made-up facts, each group drawn as one line.

use std::collections::BTreeMap;

use insta::assert_snapshot;

use super::{Axis, Group, Headline, Options, Statement, Use, adopters, compare};
use crate::dictionary::{DictionarySource, Units};
use crate::model::{
    ArticleRecord, Bound, DocId, Effect, Fact, MetricId, Nature, Number, PartialDate, Period, Status, Verdict,
};

/// A fact in brief; every test says only what matters to it.
#[derive(Clone)]
struct Brief {
    doc: &'static str,
    region: &'static str,
    year: Option<i16>,
    number: &'static str,
    value: u32,
    bound: Bound,
    item: &'static str,
    nature: Nature,
    months: Option<(i8, i8)>,
    status: Status,
    part_of: Option<&'static str>,
}

const BRIEF: Brief = Brief {
    doc: "a.txt",
    region: "350203",
    year: Some(2024),
    number: "66个",
    value: 66,
    bound: Bound::Exact,
    item: "工作室",
    nature: Nature::Stock,
    months: None,
    status: Status::Done,
    part_of: None,
};

impl Brief {
    fn fact(&self, start: u32) -> Fact {
        let number = Number { value: self.value.into(), value_max: None, bound: self.bound };
        let period = self.year.zip(self.months).map(|(year, (from, to))| Period {
            from: PartialDate::new(year, Some(from), None).map(PartialDate::first_day),
            to: PartialDate::new(year, Some(to), None).map(PartialDate::last_day),
            text: format!("{from}月至{to}月"),
        });
        Fact {
            doc: DocId::new(self.doc),
            start,
            end: start + 2,
            number: self.number.to_owned(),
            value: number.value,
            value_max: None,
            bound: self.bound,
            low: number.interval().low,
            high: number.interval().high,
            unit: self.number.chars().last().map(String::from).unwrap_or_default(),
            item: self.item.to_owned(),
            metric: MetricId::new("workstation.studio"),
            nature: self.nature,
            effect: Effect::Output,
            region: self.region.parse().ok(),
            region_name: None,
            actor: None,
            year: self.year,
            period,
            status: self.status,
            part_of: self.part_of.map(str::to_owned),
            quote: format!("建成{}{}。", self.item, self.number).into(),
            rule: "test".into(),
            confidence: 0.9,
            check: Verdict::NotCheckable,
            place: None,
            also_in: Vec::new(),
            corrected: None,
        }
    }
}

fn articles() -> BTreeMap<String, ArticleRecord> {
    let article = |(doc, date): &(&str, &str)| {
        let article = ArticleRecord {
            doc: DocId::new(*doc),
            title: None,
            date: date.parse().ok(),
            source: None,
            region: None,
            chars: 100,
            sections: Vec::new(),
            whole: None,
            files: Vec::new(),
        };
        ((*doc).to_owned(), article)
    };
    [("a.txt", "2024"), ("b.txt", "2024"), ("early.txt", "2024-03"), ("late.txt", "2024-11"), ("next.txt", "2025-02")]
        .iter()
        .map(article)
        .collect()
}

fn draw(facts: &[Brief], options: &Options) -> String {
    let facts: Vec<Fact> = (0..).step_by(10).zip(facts).map(|(start, brief)| brief.fact(start)).collect();
    let units = Units::load(&DictionarySource::Embedded).unwrap();
    let comparison = compare(facts, &articles(), &units, options);
    let mut lines: Vec<String> = comparison.groups.iter().map(draw_group).collect();
    if comparison.left_out > 0 {
        lines.push(format!("left out: {}", comparison.left_out));
    }
    lines.join("\n")
}

fn draw_group(group: &Group) -> String {
    let shown = |statement: &Statement| format!("{} ({})", statement.fact.number, statement.fact.doc);
    let list = |statements: &[Statement]| statements.iter().map(shown).collect::<Vec<_>>().join(", ");
    let headline = match &group.headline {
        Headline::Stated(statement) => shown(statement),
        Headline::Sum(sum) => format!("Σ {} {:?}..{:?}", sum.value, sum.interval.low, sum.interval.high),
    };
    format!(
        "{} {} {headline} ×{} also [{}] parts [{}] {}",
        group.region.map_or("-".to_owned(), |region| region.to_string()),
        group.year.map_or("-".to_owned(), |year| year.to_string()),
        group.witnesses,
        list(&group.others),
        list(&group.parts),
        group.marks.iter().map(|mark| mark.name()).collect::<Vec<_>>().join(" "),
    )
}

#[test]
fn places_stand_side_by_side_and_odd_ones_are_marked() {
    let facts = [
        Brief { region: "350205", number: "30余个", value: 30, bound: Bound::More, ..BRIEF },
        BRIEF,
        Brief { year: Some(2023), number: "58个", value: 58, ..BRIEF },
        Brief { region: "350206", year: None, number: "12亩", value: 12, ..BRIEF },
        Brief { region: "", number: "5个", value: 5, ..BRIEF },
        Brief { region: "350211", number: "80个", value: 80, status: Status::Plan, ..BRIEF },
    ];
    assert_snapshot!(draw(&facts, &Options::default()), @r"
    350203 2024 66个 (a.txt) ×1 also [] parts [] 
    350203 2023 58个 (a.txt) ×1 also [] parts [] other_year
    350205 2024 30余个 (a.txt) ×1 also [] parts [] bound
    350206 - 12亩 (a.txt) ×1 also [] parts [] no_year other_unit
    - 2024 5个 (a.txt) ×1 also [] parts [] no_region
    left out: 1
    ");
    assert_snapshot!(draw(&facts, &Options { axis: Axis::Year, ..Options::default() }), @r"
    350203 2023 58个 (a.txt) ×1 also [] parts [] 
    350203 2024 66个 (a.txt) ×1 also [] parts [] 
    350205 2024 30余个 (a.txt) ×1 also [] parts [] bound
    - 2024 5个 (a.txt) ×1 also [] parts [] no_region
    350206 - 12亩 (a.txt) ×1 also [] parts [] no_year other_unit
    left out: 1
    ");
    let planned = Options { statuses: vec![Status::Plan], ..Options::default() };
    assert_snapshot!(draw(&facts, &planned), @r"
    350211 2024 80个 (a.txt) ×1 also [] parts [] plan
    left out: 5
    ");
}

#[test]
fn a_stock_is_the_widest_of_the_latest_report() {
    let facts = [
        Brief { doc: "early.txt", number: "70个", value: 70, ..BRIEF },
        Brief { doc: "late.txt", number: "9个", value: 9, item: "界别工作室", ..BRIEF },
        Brief { doc: "late.txt", ..BRIEF },
        Brief { doc: "late.txt", ..BRIEF },
    ];
    assert_snapshot!(draw(&facts, &Options::default()), @"350203 2024 66个 (late.txt) ×1 also [70个 (early.txt), 9个 (late.txt)] parts [] revision scope");
}

#[test]
fn reports_that_disagree_are_shown_as_such() {
    let other = Brief { doc: "b.txt", number: "60个", value: 60, ..BRIEF };
    assert_snapshot!(draw(&[BRIEF, other.clone()], &Options::default()), @"350203 2024 66个 (a.txt) ×1 also [60个 (b.txt)] parts [] contradiction");
    let revised = Brief { doc: "next.txt", ..other.clone() };
    assert_snapshot!(draw(&[BRIEF, revised], &Options::default()), @"350203 2024 60个 (next.txt) ×1 also [66个 (a.txt)] parts [] revision");
    let open = Brief { number: "50多个", value: 50, bound: Bound::More, ..other.clone() };
    assert_snapshot!(draw(&[BRIEF, open], &Options::default()), @"350203 2024 66个 (a.txt) ×1 also [50多个 (b.txt)] parts []");
    let same = Brief { doc: "b.txt", ..BRIEF };
    assert_snapshot!(draw(&[BRIEF, same], &Options::default()), @"350203 2024 66个 (a.txt) ×2 also [] parts []");
}

#[test]
fn parts_never_stand_beside_their_total() {
    let total = Brief { number: "12场", value: 12, nature: Nature::Flow, ..BRIEF };
    let part = Brief { number: "5场", value: 5, part_of: Some("12场"), ..total.clone() };
    assert_snapshot!(draw(&[total, part.clone()], &Options::default()), @"350203 2024 12场 (a.txt) ×1 also [] parts [5场 (a.txt)]");
    assert_snapshot!(draw(&[part], &Options::default()), @"350203 2024 5场 (a.txt) ×1 also [] parts [] part");
}

#[test]
fn flows_are_added_only_on_request_and_only_where_sound() {
    let flow = |number, value, bound, months| Brief { number, value, bound, months, nature: Nature::Flow, ..BRIEF };
    let spring = flow("3场", 3, Bound::Exact, Some((1, 6)));
    let autumn = flow("40余场", 40, Bound::More, Some((7, 12)));
    let whole = flow("50场", 50, Bound::Exact, Some((1, 12)));
    let sum = Options { sum: true, ..Options::default() };
    assert_snapshot!(draw(&[spring.clone(), autumn.clone()], &Options::default()), @"350203 2024 40余场 (a.txt) ×1 also [3场 (a.txt)] parts [] bound scope");
    assert_snapshot!(draw(&[spring.clone(), autumn.clone()], &sum), @"350203 2024 Σ 43 Some(43)..None ×1 also [3场 (a.txt), 40余场 (a.txt)] parts [] sum bound");
    assert_snapshot!(draw(&[spring.clone(), autumn, whole], &sum), @"350203 2024 50场 (a.txt) ×1 also [40余场 (a.txt), 3场 (a.txt)] parts [] not_summed scope");
    let alike = flow("4次", 4, Bound::Exact, Some((7, 12)));
    assert_snapshot!(draw(&[spring.clone(), alike], &sum), @"350203 2024 Σ 7 Some(7)..Some(7) ×1 also [3场 (a.txt), 4次 (a.txt)] parts [] sum");
    assert_snapshot!(draw(&[spring, flow("9场", 9, Bound::Exact, None)], &sum), @"350203 2024 9场 (a.txt) ×1 also [3场 (a.txt)] parts [] not_summed scope");
    let stock = Brief { number: "9个", value: 9, ..BRIEF };
    assert_snapshot!(draw(&[BRIEF, stock], &sum), @"350203 2024 66个 (a.txt) ×1 also [9个 (a.txt)] parts [] not_summed scope");
}

#[test]
fn a_result_stands_above_a_target() {
    let target = Brief { doc: "late.txt", number: "80个", value: 80, status: Status::Plan, ..BRIEF };
    let both = Options { statuses: vec![Status::Done, Status::Plan], ..Options::default() };
    assert_snapshot!(draw(&[target, BRIEF], &both), @"350203 2024 66个 (a.txt) ×1 also [80个 (late.txt)] parts []");
}

#[test]
fn rates_are_never_added() {
    let rate = |number, value, months| Brief { number, value, months, nature: Nature::Flow, ..BRIEF };
    let halves = [rate("40%", 40, Some((1, 6))), rate("50%", 50, Some((7, 12)))];
    let sum = Options { sum: true, ..Options::default() };
    assert_snapshot!(draw(&halves, &sum), @"350203 2024 50% (a.txt) ×1 also [40% (a.txt)] parts [] not_summed scope");
}

#[test]
fn classifiers_of_things_count_alike_and_people_do_not() {
    let of = |region, number, value| Brief { region, number, value, ..BRIEF };
    let facts = [of("350203", "12篇", 12), of("350205", "8条", 8), of("350206", "9人", 9)];
    assert_snapshot!(draw(&facts, &Options::default()), @r"
    350203 2024 12篇 (a.txt) ×1 also [] parts [] 
    350205 2024 8条 (a.txt) ×1 also [] parts [] 
    350206 2024 9人 (a.txt) ×1 also [] parts [] other_unit
    ");
}

#[test]
fn adopters_are_counties_with_their_best_sentence() {
    let mention = |doc: &str, region: &str, start, quote: &str| Use {
        doc: DocId::new(doc),
        start,
        end: start + 2,
        region: region.parse().ok(),
        name: "夜话".to_owned(),
        quote: quote.into(),
        also_in: Vec::new(),
        corrected: None,
    };
    let uses = [
        mention("a.txt", "", 0, "夜话"),
        mention("late.txt", "350203001", 5, "街道每季度办一次夜话，听取居民意见。"),
        mention("early.txt", "350203", 9, "全年举办夜话14场，解决问题30个。"),
        mention("next.txt", "350203", 9, "夜话"),
        mention("b.txt", "110105", 9, "委员夜话"),
    ];
    let drawn: Vec<_> = adopters(&uses, &articles())
        .iter()
        .map(|a| {
            let region = a.region.map_or("-".to_owned(), |region| region.to_string());
            let latest = a.latest.map_or("-".to_owned(), |date| date.to_string());
            format!("{region} since {:?} latest {latest} in {} reports: {}", a.since, a.reports, a.best.quote)
        })
        .collect();
    assert_snapshot!(drawn.join("\n"), @r"
    110105 since Some(2024) latest 2024 in 1 reports: 委员夜话
    350203 since Some(2024) latest 2025-02 in 3 reports: 全年举办夜话14场，解决问题30个。
    - since Some(2024) latest 2024 in 1 reports: 夜话
    ");
}
