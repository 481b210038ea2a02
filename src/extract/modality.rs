//! Whether the words at a place say what is done, planned, ruled, denied, wished for or done elsewhere.

use std::collections::BTreeMap;

use crate::dictionary::{CueHit, CueKind, CueScope, Modality, ModalityCues};
use crate::model::Span;
use crate::segment::{BlockKind, Structure};

use super::clauses::clause_at;

/// The cues of one report and where they reach.
#[derive(Debug)]
pub struct Modalities {
    /// For every kind of cue, the stretches that its cues reach over, in order and apart from each other.
    reaches: BTreeMap<CueKind, Vec<Span>>,
    /// The same of the cues that stand in the running text, not in a heading.
    said: BTreeMap<CueKind, Vec<Span>>,
}

/// The modality of the words at `span`; for many places of one report, [`Modalities::of`] finds the cues only once.
pub fn modality_at(text: &str, structure: &Structure, span: Span, cues: &ModalityCues) -> Modality {
    Modalities::of(text, structure, cues, |_| false).at(span)
}

impl Modalities {
    /// Finds every cue of a report and how far it reaches.
    ///
    /// `is_past` says whether words name a time before the report's own: 到去年底建成 is no plan, 到明年底建成 is.
    pub fn of(text: &str, structure: &Structure, cues: &ModalityCues, is_past: impl Fn(Span) -> bool) -> Self {
        let mut hits = cues.find(text);
        hits.retain(|hit| hit.kind != CueKind::Plan || !is_past(hit.span));
        let done: Vec<Span> = hits.iter().filter(|hit| hit.kind == CueKind::Done).map(|hit| hit.span).collect();
        let mut reaches: BTreeMap<CueKind, Vec<Span>> = BTreeMap::new();
        let mut said: BTreeMap<CueKind, Vec<Span>> = BTreeMap::new();
        let mut next = 0;
        for (index, sentence) in structure.sentences.iter().enumerate() {
            while next < hits.len() && hits[next].span.start < sentence.span.start {
                next += 1;
            }
            let end = next + hits[next..].partition_point(|hit| hit.span.start < sentence.span.end);
            for hit in &hits[next..end] {
                if let Some(span) = reach(text, structure, cues, index, hit, &done) {
                    reaches.entry(hit.kind).or_default().push(span);
                    if hit.scope != CueScope::Heading {
                        said.entry(hit.kind).or_default().push(span);
                    }
                }
            }
            next = end;
        }
        for spans in reaches.values_mut().chain(said.values_mut()) {
            *spans = united(std::mem::take(spans));
        }
        Self { reaches, said }
    }

    /// The modality of the words at `span`.
    ///
    /// What denies wins over what wishes, that over a plan, and that over a rule. A denial may stand inside the words
    /// (政协没有专职人员); every other cue stands before them.
    pub fn at(&self, span: Span) -> Modality {
        let weight = |kind: CueKind| match kind {
            CueKind::Negation => Some((5, Modality::Negated)),
            CueKind::Elsewhere => Some((4, Modality::Elsewhere)),
            CueKind::Wish => Some((3, Modality::Wish)),
            CueKind::Plan => Some((2, Modality::Plan)),
            CueKind::Rule => Some((1, Modality::Rule)),
            CueKind::Done | CueKind::Topic => None,
        };
        let last = span.end.saturating_sub(1).max(span.start);
        let denied = self.over(last).filter(|&kind| kind == CueKind::Negation);
        self.over(span.start)
            .chain(denied)
            .filter_map(weight)
            .max_by_key(|&(weight, _)| weight)
            .map_or(Modality::Done, |(_, modality)| modality)
    }

    /// Whether a number at `span` is a target: its own sentence plans it (今年要…), whatever the heading, or a heading
    /// plans all below it, wishes too, and tells of no shortcomings.
    pub fn is_target(&self, span: Span) -> bool {
        let denies = |kind: CueKind| matches!(kind, CueKind::Negation | CueKind::Elsewhere);
        let plans = |kind: CueKind| kind == CueKind::Plan;
        let said = || over(&self.said, span.start);
        !said().any(denies)
            && (said().any(plans) || self.over(span.start).any(plans) && !self.over(span.start).any(denies))
    }

    /// Whether the words at `span` only name what is talked about: 围绕…, 关于…的提案.
    pub fn is_topic(&self, span: Span) -> bool {
        self.over(span.start).any(|kind| kind == CueKind::Topic)
    }

    fn over(&self, byte: usize) -> impl Iterator<Item = CueKind> {
        over(&self.reaches, byte)
    }
}

/// The kinds of cue that reach over a byte.
fn over(reaches: &BTreeMap<CueKind, Vec<Span>>, byte: usize) -> impl Iterator<Item = CueKind> {
    let holds = move |spans: &[Span]| {
        let before = spans.partition_point(|reach| reach.start <= byte);
        before > 0 && byte < spans[before - 1].end
    };
    reaches.iter().filter(move |(_, spans)| holds(spans)).map(|(&kind, _)| kind)
}

/// The same stretches, sorted, with those that overlap made one.
fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}

fn reach(
    text: &str,
    structure: &Structure,
    cues: &ModalityCues,
    sentence: usize,
    hit: &CueHit,
    done: &[Span],
) -> Option<Span> {
    let within = structure.sentences[sentence].span;
    match hit.scope {
        CueScope::Heading => below_heading(text, structure, cues, sentence, hit),
        CueScope::Paragraph => {
            let opens = text[within.start..hit.span.start].chars().count() <= 1;
            let block = structure.blocks[structure.sentences[sentence].block];
            let running = matches!(block.kind, BlockKind::Paragraph | BlockKind::Caption);
            (opens && running).then(|| Span::new(hit.span.start, block.span.end))
        }
        CueScope::Sentence => {
            let later = done.partition_point(|span| span.start < hit.span.end);
            let reset = done.get(later).map_or(within.end, |span| span.start);
            Some(Span::new(hit.span.start, reset.min(within.end)))
        }
        CueScope::Clause => {
            let end = clause_at(text, within, hit.span.end.min(within.end)).end;
            let rest = Span::new(hit.span.end.min(end), end);
            let end = match hit.kind {
                CueKind::Topic => topic_end(text, cues, rest),
                CueKind::Negation => denied_end(text, cues, rest),
                _ => end,
            };
            Some(Span::new(hit.span.start, end))
        }
        CueScope::Back => Some(Span::new(clause_at(text, within, hit.span.start).start, hit.span.end)),
    }
}

/// Where a topic ends: at its clause's first verb outside quotation marks.
fn topic_end(text: &str, cues: &ModalityCues, topic: Span) -> usize {
    let words = topic.of(text);
    let mut depth = 0_usize;
    for (place, char) in words.char_indices() {
        match char {
            '“' | '《' | '「' => depth += 1,
            '”' | '》' | '」' => depth = depth.saturating_sub(1),
            _ if depth == 0 && place > 0 && cues.ends_topic(&words[place..]) => return topic.start + place,
            _ => {}
        }
    }
    topic.end
}

/// Where a denial ends: 对尚未落实的提案开展回头看 denies only up to 的.
fn denied_end(text: &str, cues: &ModalityCues, rest: Span) -> usize {
    let words = rest.of(text);
    let Some(of) = words.find('的') else { return rest.end };
    let acts = words[of..].char_indices().any(|(place, _)| cues.ends_topic(&words[of + place..]));
    if acts { rest.start + of } else { rest.end }
}

/// What stands below the heading that is this sentence: up to the next heading of its level or a higher one.
fn below_heading(
    text: &str,
    structure: &Structure,
    cues: &ModalityCues,
    sentence: usize,
    hit: &CueHit,
) -> Option<Span> {
    let block = structure.sentences[sentence].block;
    let BlockKind::Heading { level } = structure.blocks[block].kind else { return None };
    // A title speaks of the report as a whole: “…工作总结和下一步打算” does not make the whole a plan, “…工作要点” does.
    let two_parts = cues.looks_back(structure.blocks[block].span.of(text));
    if level <= 1
        && block == 0
        && (two_parts || !structure.blocks[block].span.of(text).trim_end().ends_with(hit.span.of(text)))
    {
        return None;
    }
    let ends = |other: &&crate::segment::Block| matches!(other.kind, BlockKind::Heading { level: its } if its <= level);
    let end = structure.blocks[block + 1..].iter().find(ends).map(|other| other.span.start);
    let end = end.or_else(|| structure.blocks.last().map(|last| last.span.end))?;
    Some(Span::new(structure.blocks[block].span.start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{Dictionaries, DictionarySource};
    use crate::segment::segment;

    #[track_caller]
    fn check(text: &str, words: &str, expected: Modality) {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let structure = segment(text, &dictionaries.layout);
        let start = text.find(words).expect("the words stand in the text");
        let span = Span::new(start, start + words.len());
        assert_eq!(modality_at(text, &structure, span, &dictionaries.modality), expected, "{words} in {text}");
    }

    #[test]
    fn plans_reach_to_the_end_of_their_sentence_or_paragraph() {
        check("下一步，我们将深化协商，建设工作室20个。完善考核办法。", "考核", Modality::Plan);
        check("已建成工作室9个。力争再建工作室5个。", "工作室9个", Modality::Done);
        check("已建成工作室9个。力争再建工作室5个。", "工作室5个", Modality::Plan);
        check("力争再建两个，目前已有工作室六个。", "工作室", Modality::Done);
    }

    #[test]
    fn jiang_in_the_sense_of_ba_is_no_plan() {
        check("将委员编入12个小组。", "小组", Modality::Done);
        check("区政协将继续推行接待日。", "接待日", Modality::Plan);
    }

    #[test]
    fn headings_reach_over_what_stands_below_them() {
        let text = "一、主要工作\n开展协商9次。\n二、存在问题\n阵地不多。\n三、明年工作安排\n开展监督8次。\n";
        check(text, "协商", Modality::Done);
        check(text, "监督", Modality::Plan);
    }

    #[test]
    fn exhortation_wish_denial_and_others() {
        check("会议强调，要用好讲堂，要办好读书会。", "读书会", Modality::Wish);
        check("主要任务是办好读书会。", "读书会", Modality::Done);
        check("收集意见建议30条，办好读书会。", "读书会", Modality::Done);
        check("建议设立接待日。", "接待日", Modality::Wish);
        check("目前尚未设立接待日。", "接待日", Modality::Negated);
        check("未来社区设立了接待日。", "接待日", Modality::Done);
        check("赴外省考察工作室建设。", "工作室", Modality::Elsewhere);
        check("每月固定一天接待群众。", "接待群众", Modality::Rule);
        check("每名委员每年至少提交一件提案。", "提案", Modality::Rule);
    }
}
