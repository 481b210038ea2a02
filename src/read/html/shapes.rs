//! What the pages of Chinese committees, governments, newspapers and `WeChat` are built of.
//!
//! These are the shapes of publishing systems, not of what reports say; they stand here as tables so that a new one is
//! a new line. CSS selectors; the systems they come from are named where that is known.

/// Where the article stands, most specific first.
pub(super) const CONTAINERS: &[&str] = &[
    // WeChat.
    "#js_content",
    // TRS WCM, which most government and committee sites run on.
    ".TRS_Editor",
    ".trs_editor_view",
    ".TRS_UEDITOR",
    // The portals of the State Council and what follows them.
    "#UCAP-CONTENT",
    ".pages_content",
    // Other systems of government sites (大汉, 拓尔思, 博达) and of newspapers (方正, 人民网, 新华网, 红网).
    "#zoom",
    "#Zoom",
    "#zoomcon",
    ".v_news_content",
    "#vsb_content",
    "#vsb_content_2",
    "#ozoom",
    "#rwb_zw",
    "#p-detail",
    "#detailContent",
    "#detail",
    ".rm_txt_con",
    "#articleContent",
    "#article-content",
    "#article_content",
    ".article-content",
    ".article_content",
    ".articleContent",
    ".news_content",
    ".news-content",
    ".newsContent",
    ".detail-content",
    ".content_detail",
    ".xxgk_content",
    ".wzcon",
    ".j-fontContent",
    "[itemprop=articleBody]",
    "article",
];

/// What is never part of an article.
pub(super) const MACHINERY: &str = "script, style, noscript, template, iframe, object, embed, svg, canvas, form, button, \
    select, textarea, input, video, audio, img, map, nav, footer, [hidden]";

/// What stands around an article, by the names that its parts go by. A part that holds most of the page's words, or a
/// known container, stays.
pub(super) const SURROUNDINGS: &str = "aside, .nav, #nav, .navbar, .menu, #menu, .header, #header, .footer, #footer, \
    .foot, #foot, .copyright, .breadcrumb, .breadcrumbs, .crumb, .crumbs, .position, .location, .curpos, .dqwz, .share, \
    #share, .bdsharebuttonbox, .bshare-custom, .social-share, .share-box, .toolbar, .tools, .fontsize, .print, .related, \
    #related, .relate, .relatednews, .related-news, .xgxw, .xglj, .xgyd, .recommend, .hot, .hotnews, .rank, .sidebar, \
    .side, .comment, .comments, #comments, .qrcode, .ewm, .adv, .advert, .ad, .pager, .pagination, .page-nav, .prevnext, \
    .pre_next, .links, .friendlink, .search, .login, .editor-info, .zrbj, .qr_code_pc_outer, .rich_media_tool, \
    #js_pc_qr_code, .reward_area";

/// Where titles stand, most specific first; `content` of `meta`, text of others.
pub(super) const TITLES: &[&str] = &[
    "meta[name=ArticleTitle i]",
    "#activity-name",
    "h1",
    "meta[property='og:title' i]",
    "meta[name=title i]",
    "#ivs_title",
    ".article-title",
    ".news_title",
    ".bt_title",
    "title",
];

/// Where dates stand.
pub(super) const DATES: &[&str] = &[
    "meta[name=PubDate i]",
    "meta[name=publishdate i]",
    "meta[name=pubTime i]",
    "meta[property='article:published_time' i]",
    "meta[itemprop=datePublished i]",
    "meta[property='og:release_date' i]",
    "meta[name=firstpublishedtime i]",
    "#publish_time",
    "#pubtime_baidu",
    "time[datetime]",
];

/// Where sources stand.
pub(super) const SOURCES: &[&str] = &[
    "meta[name=ContentSource i]",
    "meta[name=source i]",
    "meta[property='article:author' i]",
    "#js_name",
    "#source_baidu",
];

/// Names that a site has for itself, which say nothing about where an article is from.
pub(super) const OWN_NAMES: &[&str] = &["本站", "本网", "原创", "本站原创", "网络", "未知", "本单位", "其他", "无"];

/// Beginnings of lines that are part of the page, not of the article; an opening bracket may stand before.
pub(super) const PAGE_LINES: &[&str] = &[
    "责任编辑",
    "责编：",
    "责编:",
    "编辑：",
    "编辑:",
    "编审：",
    "审核：",
    "审核:",
    "初审：",
    "复审：",
    "终审：",
    "校对：",
    "校对:",
    "值班编委",
    "网络编辑",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "分享到",
    "分享至",
    "扫一扫",
    "打印本页",
    "打印文章",
    "打印】",
    "打印]",
    "关闭窗口",
    "关闭本页",
    "字号：",
    "字号:",
    "字体：",
    "字体:",
    "浏览次数",
    "浏览量",
    "阅读次数",
    "点击数",
    "点击次数",
    "阅读原文",
    "返回顶部",
    "当前位置",
    "您现在的位置",
    "您的位置",
    "长按识别",
    "点击上方",
    "微信扫",
    "我要纠错",
    "附件下载",
    "版权所有",
    "Copyright",
    "主办单位：",
    "主办：",
    "承办单位：",
    "技术支持",
    "网站标识码",
    "ICP备案",
];

/// Widest line that is taken for a part of the page, in characters.
pub(super) const PAGE_LINE_WIDTH: usize = 60;

/// Headings after which only links to other articles come.
pub(super) const RELATED_HEADINGS: &[&str] = &[
    "相关链接",
    "相关阅读",
    "相关新闻",
    "相关文章",
    "相关报道",
    "延伸阅读",
    "推荐阅读",
    "热门推荐",
    "往期回顾",
    "往期推荐",
    "精彩推荐",
    "猜你喜欢",
    "更多精彩",
];
