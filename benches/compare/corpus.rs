//! A corpus that is the same wherever it is made: articles of about 1,200 characters, varied in words, numbers, places.
//!
//! The sentences are this project's own; what they say of any place is made up. About every fourth sentence states
//! numbers, so that an article yields some twenty facts, platforms and practices, as the development reports do.

use std::path::Path;

use tongjian::dictionary::DictionarySource;

/// Shortest article, in characters.
const SHORTEST: usize = 800;
/// How much longer the longest is.
const SPREAD: u64 = 600;
/// Articles in one folder of the corpus.
const PER_FOLDER: usize = 1_000;

const OPENINGS: &[&str] = &[
    "{year}年以来，{county}政协坚持围绕中心、服务大局，把{theme}作为履职重点，",
    "今年，{county}政协聚焦{theme}，坚持把协商桌搬到群众身边，",
    "{county}政协深入学习贯彻上级部署要求，在{theme}上持续用力，",
    "在{city}政协的指导下，{county}政协围绕{theme}开展专题履职，",
];

const COUNTED: &[&str] = &[
    "全年{verb}{theme}协商议事活动{n}场次，参与委员{m}人次，收集意见建议{k}条。",
    "建成委员工作室{n}个、协商议事室{k}个，实现镇街全覆盖。",
    "共征集提案{m}件，经审查立案{n}件，办复率{percent}%。",
    "组织委员走访企业{n}家，帮助解决{theme}方面的困难问题{k}个。",
    "先后有{m}名委员下沉社区，开展政策宣讲{n}场，受益群众近{big}人次。",
    "推动投入资金{money}万元，改造老旧小区{k}个，惠及居民{big}户。",
    "其中，{theme}类{k}件，占{percent}%。",
    "截至{month}月底，累计报送社情民意信息{m}篇，被上级采用{k}篇。",
    "{month}月{day}日，区政协召开{theme}专题协商会，{n}名委员先后发言。",
    "搭建“{name}”议事平台{k}处，今年以来解决群众急难愁盼问题{n}件。",
    "围绕{theme}形成调研报告{k}篇，提出对策建议{n}条，获得领导批示{j}次。",
    "每月固定一天开展委员接待日活动，累计接待群众{m}人次，办结诉求{n}件。",
];

const PLAIN: &[&str] = &[
    "大家认为，{theme}事关群众切身利益，要在摸清底数的基础上找准症结，拿出务实管用的办法。",
    "委员们走进{place}，听取部门介绍，同居民面对面交流，了解{theme}的实际情况。",
    "有关部门负责人表示，将认真吸收委员的意见，完善工作机制，推动{theme}取得新的成效。",
    "针对反映集中的停车难、出行难等问题，议事小组邀请各方坐下来商量，逐步形成了共识。",
    "通过“{name}”把党的主张转化为社会各界的共识，让有事好商量成为基层治理的常态。",
    "{place}的做法得到群众好评，不少居民主动参与到{theme}中来，邻里关系更加融洽。",
    "下一步，将继续深化{theme}，健全协商成果的采纳、落实和反馈制度，不断提高履职质量。",
    "学习培训同日常履职结合起来，引导委员在调查研究中增进了解，在协商交流中凝聚力量。",
    "为把工作做实，政协机关建立了任务清单、责任清单和反馈清单，定期通报进展情况。",
    "一些委员建议，要注重发挥行业协会和社区能人的作用，把{theme}的重心放在基层。",
];

const THEMES: &[&str] = &[
    "基层治理",
    "民生实事",
    "产业升级",
    "乡村振兴",
    "生态保护",
    "营商环境",
    "文化传承",
    "教育均衡",
    "医疗服务",
    "养老托幼",
    "交通出行",
    "食品安全",
    "就业创业",
    "老旧小区改造",
    "农田水利",
    "人才引进",
    "旅游发展",
    "数字化转型",
    "社区物业管理",
    "青少年心理健康",
    "河道治理",
    "垃圾分类",
    "古建筑保护",
    "茶产业提质",
    "海洋经济",
    "冷链物流",
    "高标准农田建设",
    "残疾人康复",
    "志愿服务",
    "矛盾纠纷化解",
    "校园周边秩序",
    "公共法律服务",
    "中医药发展",
    "林下种植",
    "城市更新",
    "消费促进",
    "防灾减灾",
    "科普教育",
    "电商直播",
    "体育健身",
];

const VERBS: &[&str] = &["开展", "组织", "举办", "牵头开展", "联合举办", "组织开展"];

const NAMES: &[&str] = &[
    "有事好商量",
    "同心圆桌",
    "邻里议事厅",
    "委员会客厅",
    "榕树下",
    "请您来协商",
    "民情直通车",
    "圆桌茶话",
    "板凳会",
    "院坝协商",
    "渔家夜话",
    "茶香议事",
    "楼道商量",
    "田埂恳谈",
    "河畔议事",
    "红色驿站",
];

const SPOTS: &[&str] = &["街道社区", "产业园区", "乡镇村组", "学校课堂", "企业车间", "农贸市场", "文化广场", "卫生院"];

/// Writes `n_articles` articles below `folder`; nothing is done where the corpus is there already.
pub(crate) fn write(folder: &Path, n_articles: usize) -> anyhow::Result<()> {
    let done = folder.join(".complete");
    if done.exists() {
        return Ok(());
    }
    let places = Places::load()?;
    for number in 0..n_articles {
        let shard = folder.join(format!("{:04}", number / PER_FOLDER));
        if number % PER_FOLDER == 0 {
            fs_err::create_dir_all(&shard)?;
        }
        fs_err::write(shard.join(format!("{number:07}.txt")), article(number, &places))?;
    }
    Ok(fs_err::write(done, "")?)
}

fn article(number: usize, places: &Places) -> String {
    let mut dice = Dice(u64::try_from(number).unwrap_or_default());
    let (county, city) = dice.one_of(&places.counties);
    let year = 2015 + dice.below(10);
    let length = SHORTEST + usize::try_from(dice.below(SPREAD)).unwrap_or_default();
    let mut text = format!("{county}政协{}工作纪实（{year}年第{number}期）\n\n", dice.one_of(THEMES));
    let scene = Scene { county, city, year };
    let mut n_chars = 0;
    while n_chars < length {
        let opening = *dice.one_of(OPENINGS);
        let mut paragraph = filled(opening, scene, &mut dice);
        for _ in 0..3 + dice.below(4) {
            let list = if dice.below(4) == 0 { COUNTED } else { PLAIN };
            let sentence = *dice.one_of(list);
            paragraph += &filled(sentence, scene, &mut dice);
        }
        n_chars += paragraph.chars().count();
        text += &paragraph;
        text.push('\n');
    }
    text
}

#[derive(Clone, Copy)]
struct Scene<'a> {
    county: &'a str,
    city: &'a str,
    year: u64,
}

/// A sentence with its blanks filled in.
fn filled(template: &str, scene: Scene<'_>, dice: &mut Dice) -> String {
    let mut sentence = String::new();
    let mut rest = template;
    while let Some((words, (blank, after))) =
        rest.split_once('{').and_then(|(words, rest)| Some((words, rest.split_once('}')?)))
    {
        sentence += words;
        let number = |low: u64, high: u64, dice: &mut Dice| (low + dice.below(high - low)).to_string();
        let filling = match blank {
            "county" => scene.county.to_owned(),
            "city" => scene.city.to_owned(),
            "year" => scene.year.to_string(),
            "theme" => (*dice.one_of(THEMES)).to_owned(),
            "verb" => (*dice.one_of(VERBS)).to_owned(),
            "name" => (*dice.one_of(NAMES)).to_owned(),
            "place" => (*dice.one_of(SPOTS)).to_owned(),
            "month" => number(1, 13, dice),
            "day" => number(1, 29, dice),
            "j" => number(2, 9, dice),
            "k" => number(2, 60, dice),
            "n" => number(3, 200, dice),
            "m" => number(30, 900, dice),
            "big" => number(1_000, 90_000, dice),
            "money" => number(50, 9_000, dice),
            _ => format!("{}.{}", number(20, 100, dice), dice.below(10)),
        };
        sentence += &filling;
        rest = after;
    }
    sentence += rest;
    sentence
}

/// Counties and their cities.
struct Places {
    counties: Vec<(String, String)>,
}

impl Places {
    fn load() -> anyhow::Result<Self> {
        let text = DictionarySource::Embedded.text("regions.csv")?;
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let standing = |row: &&Vec<&str>| row.get(6).is_some_and(|until| until.is_empty());
        let name_of = |code: &str| rows.iter().find(|row| row.first() == Some(&code)).map(|row| row[1].to_owned());
        let counties = rows.iter().filter(standing).filter(|row| row[2] == "county");
        let named = counties.filter_map(|row| Some((row[1].to_owned(), name_of(row[3])?)));
        Ok(Self { counties: named.collect() })
    }
}

/// `SplitMix64`: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let length = u64::try_from(list.len()).unwrap_or(u64::MAX);
        &list[usize::try_from(self.below(length)).unwrap_or_default()]
    }
}
