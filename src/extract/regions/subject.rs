//! The place that a sentence itself makes its subject.
//!
//! A lower place at the head of a sentence or clause (西峰区依托…, 合水县县委…) governs from there to the end of the
//! sentence, and the sentences after it in its paragraph until one speaks of the whole again. So does a place behind
//! 在 where something is built. A place that is only visited, told, compared or listed governs nothing.

use super::mentions::{self, Form, PlaceName};
use super::{Actor, Scene, sections};
use crate::model::{RegionCode, Span};
use crate::segment::BlockKind;

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
    let mut spoken_of: Option<(usize, RegionCode)> = None;
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
        let before = spoken_of.filter(|(section, _)| *section == block.section).map(|(_, region)| region);
        let now = carried.region.or(section);
        let carried_region = carried.region;
        let mut reader =
            Reader { scene, names, article, section, carried: carried_region, now, before, subjects: &mut subjects };
        let names = mentions::inside(names, sentence.span);
        match reader.sentence(sentence.span, names, matches!(block.kind, BlockKind::Heading { .. })) {
            Topic::Of(region) => {
                carried.region = Some(region);
                spoken_of = Some((block.section, region));
            }
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

/// How a clause stands in its sentence.
#[derive(Debug, Clone, Copy)]
struct At {
    /// Behind 、 in a list that counts nothing.
    listed: bool,
    /// Behind a place that is no subject.
    visited: bool,
    /// At the beginning, but for words that lead in.
    first: bool,
}

/// How far behind a place what is built there may stand, in bytes.
const FAR: usize = 120;

/// How many characters of a village may stand behind the name of its township.
const MOST_OF_A_VILLAGE: usize = 8;

struct Reader<'s, 't> {
    scene: &'s Scene<'t>,
    names: &'s [PlaceName],
    article: Option<RegionCode>,
    section: Option<RegionCode>,
    /// The lower place that the sentence before was about.
    carried: Option<RegionCode>,
    /// Whose work the words at hand describe.
    now: Option<RegionCode>,
    /// The lower place that a sentence of this section was about last.
    before: Option<RegionCode>,
    subjects: &'s mut Subjects,
}

impl Reader<'_, '_> {
    fn sentence(&mut self, sentence: Span, names: &[PlaceName], heading: bool) -> Topic {
        let text = self.scene.text;
        self.subjects.stretches.push((sentence.start, self.now));
        let mut topic = Topic::Same;
        // Whether all words so far only lead in, and whether a place was named that is no subject.
        let (mut first, mut visited) = (true, false);
        // The place where all of the sentence is set, and the one that a proposal is about.
        let (mut scene_of, mut topic_of) = (None, None);
        let mut before = "";
        for clause in clauses(text, sentence) {
            let names = mentions::inside(names, clause);
            let head = clause.start + self.scene.words.lead_in(clause.of(text));
            let subject = mentions::beginning_at(names, head);
            // 思明区66个、湖里区50个 counts by place; 思明区、湖里区共116个 does not.
            let listed = text[..clause.start].ends_with('、') && !has_digit(before);
            let taken = match subject {
                Some(name) => self.head(name, clause, At { listed, visited, first }),
                None => self
                    .own(head, clause, first && !listed)
                    .filter(|own| scene_of.is_none() || Some(*own) != self.section),
            };
            if taken.is_some() {
                topic_of = None;
            } else if let Some(region) = topic_of.filter(|_| self.tells_result(clause)) {
                self.take(Some(region), clause.start);
                topic_of = None;
            }
            if let Some(region) = taken {
                self.take(Some(region), head);
                if first {
                    topic = self.topic(region, subject);
                }
            } else if first && subject.is_some_and(|name| self.is_joined(name)) {
                self.take(self.section, clause.start);
                topic = Topic::Whole;
            }
            self.actor(head, subject, clause, sentence.end);
            for name in names.iter().filter(|name| name.span.start > head) {
                visited = true;
                if !heading && let Some(region) = self.set_at(name, clause) {
                    self.take(Some(region), clause.start);
                    scene_of = Some(region);
                    continue;
                }
                topic_of = topic_of.or_else(|| self.talked_about(name, clause).filter(|_| !heading));
                if !heading && let Some(region) = self.arrived(name, clause, sentence) {
                    self.take(Some(region), name.span.start);
                    topic = Topic::Of(region);
                } else if !heading && let Some(region) = self.located(name, clause) {
                    self.take(Some(region), name.span.start - '在'.len_utf8());
                }
            }
            first &= head == clause.end;
            before = clause.of(text);
        }
        topic
    }

    /// What a sentence leaves to the next, whose first subject is in `region`. What befell a township by the way
    /// (古城镇吃水问题……已解决) is over with its sentence.
    fn topic(&self, region: RegionCode, subject: Option<&PlaceName>) -> Topic {
        let above = self.section.is_some_and(|section| self.scene.gazetteer.covers(region, section));
        if Some(region) == self.section || above {
            return Topic::Whole;
        }
        let by_the_way = subject.is_some_and(|name| {
            let text = self.scene.text;
            let rest = &text[name.span.end..text.floor_char_boundary(name.span.end + FAR).max(name.span.end)];
            let rest = &rest[..rest.find(['，', '。', '；']).unwrap_or(0)];
            is_township(name) && self.scene.words.tells_trouble(rest) && !self.scene.words.has_predicate(rest)
        });
        if by_the_way { Topic::Same } else { Topic::Of(region) }
    }

    /// The place of a clause that only says where: 在谷城县五山镇，…….
    fn set_at(&mut self, name: &PlaceName, clause: Span) -> Option<RegionCode> {
        let scene = self.scene;
        let before = scene.text[clause.start..name.span.start].strip_suffix('在')?;
        let behind = &scene.text[name.span.end..clause.end.max(name.span.end)];
        let only_where = scene.words.lead_in(before) == before.len()
            && behind.chars().count() <= MOST_OF_A_VILLAGE
            && !scene.words.has_predicate(behind)
            && scene.text[clause.end..].starts_with(['，', ',']);
        if !only_where || self.is_joined(name) {
            return None;
        }
        self.lower(name)
    }

    /// The place of a clause that names a proposal or a problem: 关于墨脱县道路建设的提案，…….
    fn talked_about(&mut self, name: &PlaceName, clause: Span) -> Option<RegionCode> {
        let scene = self.scene;
        let before = &scene.text[clause.start..name.span.start];
        let opens = scene.words.opens_topic(&before[scene.words.lead_in(before).min(before.len())..])
            || scene.words.opens_topic(before);
        let names = scene.words.has_topic_noun(&scene.text[name.span.end..clause.end.max(name.span.end)]);
        if !opens || !names || self.is_joined(name) {
            return None;
        }
        self.lower(name)
    }

    /// Whether a clause tells what came about at the place that is talked about, not what a body did.
    fn tells_result(&self, clause: Span) -> bool {
        let words = self.scene.words;
        let text = clause.of(self.scene.text);
        self.now == self.section && !words.resets(text) && words.tells_result(text)
    }

    /// The region of a name that lies below that of the part.
    fn lower(&mut self, name: &PlaceName) -> Option<RegionCode> {
        let section = self.section?;
        let region = self.decide(name, true)?;
        (region != section && self.scene.gazetteer.covers(section, region)).then_some(region)
    }

    /// A place at the head of a clause: its region, where it becomes the subject.
    fn head(&mut self, name: &PlaceName, clause: Span, at: At) -> Option<RegionCode> {
        let scene = self.scene;
        let rest = &scene.text[name.span.end..clause.end.max(name.span.end)];
        let acts = scene.words.has_predicate(rest) || name.before_body;
        if self.is_joined(name) || at.listed || at.visited && !at.first && !acts {
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
            name.form == Form::Certain && at.first && acts
        } else {
            // A higher committee acts where it does not come to the section's own place.
            above && body.is_some() && !people && at.first && !scene.speaks_of(section, rest)
        };
        takes.then_some(region)
    }

    /// 全市, 我县, 市政协 at the head of a clause: the region, where it becomes the subject.
    fn own(&self, at: usize, clause: Span, first: bool) -> Option<RegionCode> {
        let scene = self.scene;
        let section = self.section?;
        let own = scene.words.own_place_at(&scene.text[..clause.end], at)?;
        // A city inside a city stays 全市 to itself in the sentence that goes on about it.
        if first && let Some(carried) = self.carried.filter(|&place| scene.own_place(place, own.class) == Some(place)) {
            return Some(carried);
        }
        let Some(region) = scene.own_place(section, own.class) else {
            // In a city's part 区政协 goes on about the district that was spoken of.
            let before = self.before.filter(|&before| scene.own_place(before, own.class) == Some(before));
            return before.filter(|_| own.body && first);
        };
        if region == section {
            return Some(region);
        }
        // In a county's part 全市 compares and 市政协领导 visit; only 市政协 itself, at the beginning, acts.
        let rest = &scene.text[at + own.len..clause.end];
        if first && scene.text[at..].starts_with('全') && scene.words.counts_whole(rest) {
            return Some(region);
        }
        let acts = own.body && !scene.words.people_follow(rest) && !scene.speaks_of(section, rest);
        (acts && first && self.now == self.section).then_some(region)
    }

    /// A place behind 在 where something is built.
    fn located(&mut self, name: &PlaceName, clause: Span) -> Option<RegionCode> {
        let scene = self.scene;
        let section = self.section?;
        if !scene.words.is_located_behind(&scene.text[clause.start..name.span.start]) || self.is_joined(name) {
            return None;
        }
        let far = scene.text.floor_char_boundary(name.span.end + FAR);
        if !scene.words.has_build(&scene.text[name.span.end..far.min(clause.end.max(name.span.end))]) {
            return None;
        }
        let region = self.decide(name, true)?;
        (region != section && scene.gazetteer.covers(section, region)).then_some(region)
    }

    /// A place that a reporter has come to: 走进思明区滨海街道，记者看到…….
    fn arrived(&mut self, name: &PlaceName, clause: Span, sentence: Span) -> Option<RegionCode> {
        let scene = self.scene;
        let section = self.section?;
        if self.is_joined(name) || mentions::beginning_at(self.names, name.span.end).is_some() {
            return None;
        }
        // 走进厦门市思明区: the last of the names that touch is the place, what stands before the first decides.
        let mut first = name.span.start;
        while let Some(above) = mentions::inside(self.names, clause).iter().find(|above| above.span.end == first) {
            first = above.span.start;
        }
        if !scene.words.is_arrived_behind(&scene.text[clause.start..first], sentence.of(scene.text)) {
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
        let township = is_township(name);
        if region.is_none() && matters && name.form == Form::Certain && !township {
            self.subjects.undecided.push((name.span, name.candidates.clone()));
        }
        region
            .map(|code| gazetteer.reporting(code))
            .filter(|&code| !township || scope.is_none_or(|scope| gazetteer.covers(scope, code)))
    }

    fn take(&mut self, region: Option<RegionCode>, from: usize) {
        self.now = region;
        self.subjects.stretches.push((from, region));
    }

    /// Whether a second place stands beside the first: 思明区、湖里区等, 广州市政协、深圳市政协.
    fn is_joined(&self, name: &PlaceName) -> bool {
        let words = self.scene.words;
        let rest = &self.scene.text[name.span.end..];
        let body = words.starts_with_body(rest).unwrap_or(0);
        let second = words.join_at(&rest[body..]).map(|len| name.span.end + body + len);
        second.is_some_and(|second| mentions::beginning_at(self.names, second).is_some())
    }

    /// Notes a body at the head of a clause: it acts to the end of the sentence or until another does.
    fn actor(&mut self, head: usize, named: Option<&PlaceName>, clause: Span, end: usize) {
        let scene = self.scene;
        let own =
            scene.words.own_place_at(&scene.text[..clause.end], head).filter(|own| own.body).map(|own| head + own.len);
        let name_end = own.or_else(|| {
            let place_end = named?.span.end.min(clause.end);
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

/// Whether a name can only mean a township or village.
fn is_township(name: &PlaceName) -> bool {
    name.candidates.iter().all(|code| code.to_county() != *code)
}

fn has_digit(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit())
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
