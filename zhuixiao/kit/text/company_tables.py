"""Word lists for `company`: legal forms, places, and words too bare to be a name."""

_LEGAL_HAN = """
有限公司 有限责任公司 股份有限公司 股份有限责任公司 股份公司 集团公司 集团 总公司 公司 控股
有限合伙 普通合伙 特殊普通合伙 合伙企业 个人独资企业 独资企业 个体工商户 个体户 个体 个人独资
经营部 营业部 门市部 销售部 商行 商店 商铺 工作室 专业合作社 合作社 厂 店 部 有限 股份
责任公司 筹 中外合资 外商独资
"""
LEGAL_HAN = frozenset(_LEGAL_HAN.split())

_LEGAL_LATIN = """
co ltd limited coltd inc incorporated llc llp lp plc corp corporation company gmbh mbh kg ag
ug sa sas sarl srl spa bv nv vof oy oyj ab as aps kk kabushiki kaisha pty pte pvt private sdn
bhd jsc ooo oao zao sro doo kft group holding holdings
"""
LEGAL_LATIN = frozenset(_LEGAL_LATIN.split())

# Dropped in brackets only: in front they are part of the name (China Mobile).
_PLACES_LATIN = """
china, prc, p.r.c., p.r. china, hk, hong kong, beijing, shanghai, guangzhou, shenzhen, tianjin,
suzhou, hangzhou, asia, asia pacific, far east
"""
PLACES_LATIN = frozenset(place.strip() for place in _PLACES_LATIN.split(","))

# Provinces and the cities most names begin with; callers that hold a table of regions pass theirs.
_REGIONS = """
中国 北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北
湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 广西壮族 西藏 宁夏 宁夏回族
新疆 新疆维吾尔 香港 澳门 石家庄 唐山 保定 邯郸 太原 运城 大同 沈阳 大连 长春 哈尔滨 南京
苏州 无锡 常州 南通 徐州 扬州 盐城 杭州 宁波 温州 嘉兴 绍兴 金华 义乌 台州 合肥 芜湖 福州
厦门 泉州 漳州 莆田 南昌 赣州 九江 济南 青岛 烟台 潍坊 临沂 淄博 威海 郑州 洛阳 南阳 武汉
宜昌 襄阳 长沙 株洲 岳阳 广州 深圳 佛山 东莞 中山 珠海 惠州 汕头 江门 湛江 肇庆 茂名 南宁
柳州 桂林 海口 三亚 成都 绵阳 贵阳 遵义 昆明 拉萨 西安 咸阳 兰州 西宁 银川 乌鲁木齐 呼和浩特
包头
"""
REGIONS = frozenset(_REGIONS.split())

# A region and one of these is a name (北京银行); one of these alone is not.
_BARE = """
银行 大学 学院 医院 地铁 机场 电力 供电 供电局 电视台 日报 邮政 移动 联通 电信 石油 石化 烟草
航空 铁路 港务 自来水 燃气 人民医院 中心医院 师范大学 科技大学 农商银行 科技 贸易 商贸 信息
信息科技 电子 实业 投资 建设 建筑 物流 广告 食品 黄金 煤炭 钢铁 服装 机械 化工 医药 餐饮 酒店
网络 网络科技
"""
BARE = frozenset(_BARE.split())
