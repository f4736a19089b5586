"""The company: its tree, its 24 people, its products, channels' weights."""

from dataclasses import dataclass

from zhuixiao.accounts.choices import DepartmentKind
from zhuixiao.accounts.letterhead import Letterhead

COMPANY = "晨光温控（演示公司）"
LETTERHEAD = Letterhead(
    name="晨光温控技术（深圳）有限公司（演示公司）",
    tax_number="91440300MA5DFT6K8G",
    address="深圳市南山区科技园南区高新南一道 9 号",
    phone="0755-8600 1234",
    bank="演示银行深圳科技园支行",
    account="7559 1234 5610 888",
    footer="这是演示公司的单据，没有效力。",
)

# name, kind, name of the parent ("" is the head office), log-in name of the head
DEPARTMENTS = [
    ("销售部", DepartmentKind.DEPARTMENT, "", "chengang"),
    ("市场部", DepartmentKind.DEPARTMENT, "", "wuxia"),
    ("客服部", DepartmentKind.DEPARTMENT, "", "hejing"),
    ("财务部", DepartmentKind.DEPARTMENT, "", "yangshuang"),
    ("华南分公司", DepartmentKind.BRANCH, "", "zhouping"),
    ("华东分公司", DepartmentKind.BRANCH, "", "guoyong"),
    ("深圳办事处", DepartmentKind.OFFICE, "华南分公司", ""),
    ("长沙办事处", DepartmentKind.OFFICE, "华南分公司", ""),
    ("西南代理商", DepartmentKind.AGENT, "", "tanglin"),
]


@dataclass(frozen=True)
class Person:
    """Somebody of the demo company; `pace` is how many customers a week the person can serve."""

    name: str
    username: str
    role: str
    department: str
    title: str = ""
    pace: float = 1.0


BOSS = Person("廖利", "liaoli", "boss", "", "总经理")
PEOPLE = [
    Person("曾明", "zengming", "admin", "", "行政主管"),
    Person("杨爽", "yangshuang", "finance", "财务部", "财务经理"),
    Person("吴霞", "wuxia", "marketing", "市场部", "市场经理"),
    Person("何静", "hejing", "service", "客服部", "客服主管"),
    Person("陈刚", "chengang", "manager", "销售部", "销售总监"),
    Person("周平", "zhouping", "manager", "华南分公司", "分公司经理"),
    Person("郭勇", "guoyong", "manager", "华东分公司", "分公司经理"),
    Person("唐琳", "tanglin", "manager", "西南代理商", "代理商负责人"),
    Person("郑斌", "zhengbin", "sales", "华南分公司", "销售工程师", 1.3),
    Person("陈敏", "chenmin", "sales", "华南分公司", "销售工程师", 1.1),
    Person("张凯", "zhangkai", "sales", "华南分公司", "销售代表", 0.8),
    Person("苏细莲", "suxilian", "sales", "深圳办事处", "销售工程师", 1.2),
    Person("易婷", "yiting", "sales", "深圳办事处", "销售代表", 0.9),
    Person("曹泽", "caoze", "sales", "长沙办事处", "销售工程师", 1.0),
    Person("邓丽", "dengli", "sales", "长沙办事处", "销售代表", 0.8),
    Person("李慧", "lihui", "sales", "华东分公司", "销售工程师", 1.2),
    Person("许峰", "xufeng", "sales", "华东分公司", "销售工程师", 1.0),
    Person("沈悦", "shenyue", "sales", "华东分公司", "销售代表", 0.9),
    Person("蒋波", "jiangbo", "sales", "华东分公司", "销售代表", 0.7),
    Person("马超群", "machaoqun", "sales", "销售部", "大客户经理", 1.1),
    Person("罗燕", "luoyan", "sales", "销售部", "电话销售", 1.5),
    Person("田野", "tianye", "sales", "销售部", "电话销售", 1.4),
    Person("黄小兵", "huangxiaobing", "sales", "西南代理商", "渠道销售", 0.9),
]
GROUPS = {
    "外勤销售": ["zhengbin", "chenmin", "suxilian", "lihui", "caoze"],
    "电话销售": ["luoyan", "tianye"],
    "管理层": ["liaoli", "chengang", "zhouping", "guoyong"],
}

# category, name, SKU, unit, list price and standard cost in yuan
PRODUCTS = [
    ("温控器", "中央空调液晶温控器", "WK-801", "台", 168, 82),
    ("温控器", "酒店客房网络温控器", "WK-860N", "台", 298, 146),
    ("温控器", "地暖温控器", "WK-605", "台", 138, 66),
    ("温控器", "比例积分温控器", "WK-920", "台", 360, 190),
    ("阀门", "电动二通阀", "DF-020", "只", 95, 48),
    ("阀门", "电动球阀", "DF-125", "只", 320, 175),
    ("客房控制", "插卡取电开关", "KF-101", "只", 58, 24),
    ("客房控制", "客房控制主机", "KF-RCU8", "套", 980, 520),
    ("客房控制", "门外显示面板", "KF-210", "块", 128, 60),
    ("照明控制", "智能照明模块四路", "ZM-404", "只", 760, 410),
    ("照明控制", "触摸调光面板", "ZM-330", "块", 236, 112),
    ("照明控制", "人体感应器", "ZM-015", "只", 88, 39),
]
# Category, name, SKU, unit, list price, {SKU of a part: how many}.
BUNDLE = (
    "客房控制",
    "标准客房控制套装",
    "KF-SET1",
    "套",
    1388,
    {"KF-RCU8": 1, "WK-860N": 1, "KF-101": 1, "KF-210": 1},
)
