//! Sentences of the kind that reports hold, put together from our own words. The same seed gives the same text.

/// A small generator of numbers, so that tests need neither clock nor chance (Knuth's linear congruence).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(3_037_000_493))
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

const PLACES: [&str; 8] = ["思明区", "永安市", "临泽县", "三元区", "长泰区", "越城区", "梁子湖区", "云龙县"];
const DEEDS: [&str; 6] = ["开展", "举办", "组织", "推动", "完成", "办结"];
const THINGS: [&str; 8] = [
    "场“微协商”活动",
    "次委员接待日",
    "件重点提案",
    "项民生实事",
    "个委员工作室",
    "篇社情民意信息",
    "期读书沙龙",
    "轮专题调研",
];
const TIMES: [&str; 6] = ["今年以来", "去年", "2023年", "上半年", "本届以来", "三月份"];

/// One sentence in simplified characters.
pub(crate) fn sentence(dice: &mut Dice) -> String {
    let number = dice.below(900) + 2;
    format!(
        "{}，{}政协{}{number}{}，解决难题{}个。",
        dice.pick(&TIMES),
        dice.pick(&PLACES),
        dice.pick(&DEEDS),
        dice.pick(&THINGS),
        dice.below(90) + 1
    )
}

const PLACES_TRADITIONAL: [&str; 4] = ["思明區", "臨澤縣", "長泰區", "雲龍縣"];
const DEEDS_TRADITIONAL: [&str; 4] = ["開展", "舉辦", "組織", "辦結"];
const THINGS_TRADITIONAL: [&str; 4] = ["場協商活動", "次委員接待日", "件重點提案", "篇社情民意信息"];
const TIMES_TRADITIONAL: [&str; 4] = ["今年以來", "去年", "上半年", "本屆以來"];

/// One sentence in traditional characters.
pub(crate) fn traditional_sentence(dice: &mut Dice) -> String {
    let number = dice.below(900) + 2;
    format!(
        "{}，{}政協{}{number}{}，解決難題{}個。",
        dice.pick(&TIMES_TRADITIONAL),
        dice.pick(&PLACES_TRADITIONAL),
        dice.pick(&DEEDS_TRADITIONAL),
        dice.pick(&THINGS_TRADITIONAL),
        dice.below(90) + 1
    )
}

/// A report of some paragraphs.
pub(crate) fn report(seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut text = format!("{}政协工作综述\n\n", dice.pick(&PLACES));
    for _ in 0..dice.below(6) + 3 {
        text.push_str("　　");
        for _ in 0..=dice.below(5) {
            text.push_str(&sentence(&mut dice));
        }
        text.push('\n');
    }
    text
}
