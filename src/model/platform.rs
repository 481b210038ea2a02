//! A named thing that a committee has built or runs.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{DocId, RegionCode};

/// What kind of named thing a platform is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlatformType {
    /// 阵地、平台、室、站、基地、厅.
    Platform,
    /// 品牌.
    Brand,
    /// 机制、模式、制度、工作法.
    Mechanism,
    /// 专项、活动、行动、讲堂.
    Activity,
    /// 宣讲团、联盟、服务队、小组.
    Team,
}

/// One named platform of one region in one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    /// The report.
    pub doc: DocId,
    /// First character of the name in the report's decoded text.
    pub start: u32,
    /// One past the last character of the name.
    pub end: u32,
    /// The name as written, quotation marks and generic head kept: “好商量”工作室.
    pub name: String,
    /// The name without quotation marks and head: 好商量.
    pub core: String,
    /// What kind of thing it is.
    pub r#type: PlatformType,
    /// Whose it is; `None` where the report does not decide it.
    pub region: Option<RegionCode>,
    /// The sentence that holds the name.
    pub quote: Arc<str>,
    /// Where in a file of pages, paragraphs or elements it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<super::FilePlace>,
    /// Other prints of the same article that say the same, by name; only known where reports lie side by side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<DocId>,
    /// What a person said of it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Box<super::Review>>,
}
