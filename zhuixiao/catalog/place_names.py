"""Words of Chinese place names, data for the address parser; nothing here is shown.

Chinese on purpose.
"""

# What a unit's full name ends in, longest first; the rest is what people write.
KINDS = (
    "特别行政区",
    "行政委员会",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "矿区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
)
# Peoples whose name stands before "autonomous": 融水苗族自治县 is written 融水.
PEOPLES = (
    *("蒙古族", "回族", "藏族", "维吾尔", "维吾尔族", "苗族", "彝族", "壮族", "布依族", "朝鲜族"),
    *("满族", "侗族", "瑶族", "白族", "土家族", "哈尼族", "哈萨克", "哈萨克族", "傣族", "黎族"),
    *("傈僳族", "佤族", "畲族", "拉祜族", "水族", "东乡族", "纳西族", "景颇族", "柯尔克孜"),
    *("柯尔克孜族", "土族", "达斡尔族", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族"),
    *("锡伯", "锡伯族", "普米族", "塔吉克", "塔吉克族", "怒族", "鄂温克族", "保安族", "裕固族"),
    *("鄂伦春", "独龙族", "各族", "蒙古"),
)
COUNTRY = ("中华人民共和国", "中国")
# A short name before one of these is a street: 南京东路 is not in 南京.
STREET = "[东西南北中]?[一二三四五六七八九十]*(?:路|街|道|大道|大街|巷|弄)"
