//! The place that a sentence itself makes its subject.
//!
//! A lower place at the head of a sentence or clause (西峰区依托…, 合水县县委…) governs from there to the end of the
//! sentence, and the sentences after it in its paragraph until one speaks of the whole again. So does a place behind
//! 在 where something is built. A place that is only visited, told, compared or listed governs nothing.

use super::mentions::{Form, PlaceName};
use super::{Actor, Scene, sections};
use crate::model::{RegionCode, Span};
use crate::segment::{BlockKind, Sentence};

/// What reading the sentences gave.
#[derive(Debug, Clone, Default)]
pub(super) struct Subjects {
    pub(super) stretches: Vec<(usize, Option<RegionCode>)>,
    pub(super) actors: Vec<Actor>,
    pub(super) undecided: Vec<(Span, Vec<RegionCode>)>,
}

/// Reads every sentence in order.
pub(super) fn read(
    scene: &Scene<'_>,
    names: &[PlaceName],
    article: Option<RegionCode>,
    sections: &[Option<RegionCode>],
) -> Subjects {
    let mut subjects = Subjects::default();
    for (index, section) in scene.structure.sections.iter().enumerate() {
        subjects.stretches.push((section.span.start, sections.get(index).copied().unwrap_or(article)));
    }
    let mut carried = Carried { block: usize::MAX, region: None };
    let mut labelled: Option<(usize, RegionCode)> = None;
    for sentence in &scene.structure.sentences {
        let block = scene.structure.blocks[sentence.block];
        let mut section = sections.get(block.section).copied().unwrap_or(article);
        if let Some(region) = sections::label(scene, names, &block, section) {
            labelled = Some((block.section, region));
        }
        if let Some((_, region)) = labelled.filter(|(section, _)| *section == block.section) {
            section = Some(region);
        }
        if carried.block != sentence.block || scene.words.resets(sentence.span.of(scene.text)) {
            carried = Carried { block: sentence.block, region: None };
        }
        let mut reader = Reader { scene, article, section, now: carried.region.or(section), subjects: &mut subjects };
        let topic = reader.sentence(sentence, names, matches!(block.kind, BlockKind::Heading { .. }));
        match topic {
            Topic::Of(region) => carried.region = (Some(region) != section).then_some(region),
            Topic::Whole => carried.region = None,
            Topic::Same => {}
        }
        // Whatever stands between sentences belongs to the section again.
        subjects.stretches.push((sentence.span.end, section));
    }
    subjects.stretches.sort_by_key(|(start, _)| *start);
    subjects.actors.sort_by_key(|actor| actor.reach.start);
    subjects
}

/// The place that the sentence before was about, within one paragraph.
struct Carried {
    block: usize,
    region: Option<RegionCode>,
}

/// What a sentence leaves to the next one.
enum Topic {
    Of(RegionCode),
    Whole,
    Same,
}

struct Reader<'s, 't> {
    scene: &'s Scene<'t>,
    article: Option<RegionCode>,
    section: Option<RegionCode>,
    now: Option<RegionCode>,
    subjects: &'s mut Subjects,
}

impl Reader<'_, '_> {
    fn sentence(&mut self, sentence: &Sentence, names: &[PlaceName], heading: bool) -> Topic {
        let text = self.scene.text;
        let span = sentence.span;
        let first = names.partition_point(|name| name.span.start < span.start);
        let names = &names[first..];
        let names = &names[..names.partition_point(|name| name.span.start < span.end)];
        self.subjects.stretches.push((span.start, self.now));
        let mut topic = Topic::Same;
        let mut visited = false;
        let clauses = clauses(text, span);
        for (index, clause) in clauses.iter().enumerate() {
            let head = clause.start + self.scene.words.lead_in(clause.of(text));
            // 思明区66个、湖里区50个 counts by place; 思明区、湖里区共116个 does not.
            let before = index.checked_sub(1).map(|before| clauses[before].of(text));
            let listed = before.is_some_and(|before| !has_digit(before)) && text[..clause.start].ends_with('、');
            if let Some(at) = names.iter().position(|name| name.span.start == head) {
                let taken = self.head(&names[at..], *clause, listed, visited, index == 0);
                if let Some(region) = taken {
                    self.take(region, names[at].span.start);
                    if index == 0 {
                        topic = if Some(region) == self.section { Topic::Whole } else { Topic::Of(region) };
                    }
                } else if index == 0 && is_joined(self.scene, &names[at..], text) {
                    self.take_whole(clause.start);
                    topic = Topic::Whole;
                }
                self.actor(head, Some(names[at].span.end), *clause, span.end);
            } else if let Some(region) = self.own(head, *clause, index == 0) {
                self.take(region, head);
                if index == 0 {
                    topic = Topic::Whole;
                }
                self.actor(head, None, *clause, span.end);
            } else {
                self.actor(head, None, *clause, span.end);
            }
            let inside = names.iter().filter(|name| name.span.start > head && clause.contains(name.span));
            for name in inside {
                visited = true;
                if !heading && let Some(region) = self.located(name, *clause) {
                    self.take(region, name.span.start - '在'.len_utf8());
                }
            }
        }
        topic
    }

    /// A place at the head of a clause: its region, where it becomes the subject.
    fn head(
        &mut self,
        names: &[PlaceName],
        clause: Span,
        listed: bool,
        visited: bool,
        first: bool,
    ) -> Option<RegionCode> {
        let scene = self.scene;
        let (name, text) = (&names[0], scene.text);
        let rest = &text[name.span.end..clause.end];
        if is_joined(scene, names, text) {
            return None;
        }
        let acts = scene.words.has_predicate(rest) || name.before_body;
        if listed || visited && !first && !acts {
            return None;
        }
        let region = self.decide(name, acts)?;
        let gazetteer = scene.gazetteer;
        let Some(section) = self.section else { return Some(region) };
        let body = scene.words.starts_with_body(rest);
        let people = body.is_some_and(|len| scene.words.people_follow(&rest[len..]));
        let lower = gazetteer.covers(section, region);
        let beside =
            self.article.is_some_and(|article| gazetteer.covers(article, region)) && !gazetteer.covers(region, section);
        let above = gazetteer.covers(region, section);
        let takes = if lower {
            name.form == Form::Certain || acts
        } else if beside {
            name.form == Form::Certain && first && acts
        } else {
            above && body.is_some() && !people && first
        };
        takes.then_some(region)
    }

    /// 全市, 我县, 市政协 at the head of a clause: the region, where it becomes the subject.
    fn own(&self, at: usize, clause: Span, first: bool) -> Option<RegionCode> {
        let scene = self.scene;
        let section = self.section?;
        let own = scene.words.own_place_at(&scene.text[..clause.end], at)?;
        let region = scene.own_place(section, own.class)?;
        if region == section {
            return Some(region);
        }
        // In a county's part 全市 compares and 市政协领导 visit; only 市政协 itself, at the beginning, acts.
        let rest = &scene.text[at + own.len..clause.end];
        (own.body && first && !scene.words.people_follow(rest) && self.now == self.section).then_some(region)
    }

    /// A place behind 在 where something is built.
    fn located(&mut self, name: &PlaceName, clause: Span) -> Option<RegionCode> {
        let scene = self.scene;
        let section = self.section?;
        let before = &scene.text[clause.start..name.span.start];
        let rest = &scene.text[name.span.end..clause.end];
        if !scene.words.is_located_behind(before) || !scene.words.has_build(rest) || scene.words.join_at(rest).is_some()
        {
            return None;
        }
        let region = self.decide(name, true)?;
        (region != section && scene.gazetteer.covers(section, region)).then_some(region)
    }

    /// The county or higher place that a name means here; notes what cannot be decided where it matters.
    fn decide(&mut self, name: &PlaceName, matters: bool) -> Option<RegionCode> {
        let gazetteer = self.scene.gazetteer;
        let scope = self.section.or(self.article);
        let region = name.resolve(self.now.or(scope), gazetteer).or_else(|| name.resolve(scope, gazetteer));
        if region.is_none() && matters && name.form == Form::Certain {
            self.subjects.undecided.push((name.span, name.candidates.clone()));
        }
        let township = name.candidates.iter().all(|code| code.to_county() != *code);
        region
            .map(|code| gazetteer.reporting(code))
            .filter(|&code| !township || scope.is_none_or(|scope| gazetteer.covers(scope, code)))
    }

    fn take(&mut self, region: RegionCode, from: usize) {
        self.now = Some(region);
        self.subjects.stretches.push((from, Some(region)));
    }

    fn take_whole(&mut self, from: usize) {
        self.now = self.section;
        self.subjects.stretches.push((from, self.section));
    }

    /// Notes a body at the head of a clause: it acts to the end of the sentence or until another does.
    fn actor(&mut self, head: usize, place_end: Option<usize>, clause: Span, end: usize) {
        let scene = self.scene;
        let own =
            scene.words.own_place_at(&scene.text[..clause.end], head).filter(|own| own.body).map(|own| head + own.len);
        let name_end = own.or_else(|| {
            let place_end = place_end?;
            scene.words.starts_with_body(&scene.text[place_end..clause.end]).map(|len| place_end + len)
        });
        let Some(name_end) = name_end else { return };
        if scene.words.people_follow(&scene.text[name_end..clause.end]) {
            return;
        }
        if let Some(last) = self.subjects.actors.last_mut().filter(|last| last.reach.end > head) {
            last.reach.end = head;
        }
        self.subjects.actors.push(Actor { name: Span::new(head, name_end), reach: Span::new(head, end) });
    }
}

fn has_digit(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a second place stands beside the first: 思明区、湖里区等.
fn is_joined(scene: &Scene<'_>, names: &[PlaceName], text: &str) -> bool {
    let [first, second, ..] = names else { return false };
    let rest = &text[first.span.end..];
    scene.words.join_at(rest).is_some_and(|len| first.span.end + len == second.span.start) && !rest.starts_with('，')
}

/// The clauses of a sentence: pieces between commas, semicolons, colons, and 、.
fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let mut clauses = Vec::new();
    let mut start = sentence.start;
    for (at, c) in sentence.of(text).char_indices() {
        if matches!(c, '，' | '；' | '：' | '、' | ',' | ';' | '。' | '！' | '？') {
            let at = sentence.start + at;
            clauses.push(Span::new(start, at));
            start = at + c.len_utf8();
        }
    }
    if start < sentence.end {
        clauses.push(Span::new(start, sentence.end));
    }
    clauses
}
