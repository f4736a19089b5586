"""Words in cells that stand for one of our own choices. Chinese on purpose: read, never shown."""

from zhuixiao.kit.text.normal import fold

from ..choices import CustomerKind

_COMPANY = ("公司", "企业", "单位", "法人", "company", "organization", "business")
_PERSON = ("个人", "自然人", "散客", "person", "individual")
KINDS = dict.fromkeys(_COMPANY, CustomerKind.COMPANY) | dict.fromkeys(_PERSON, CustomerKind.PERSON)

# What people type into a cell to say that there is nothing.
_NOTHING = frozenset(
    {"无", "没有", "暂无", "不详", "未知", "-", "--", "—", "/", "n/a", "na", "null", "none"}
)
_LONGEST = max(map(len, _NOTHING))


def says_nothing(text: str) -> bool:
    """Whether these words, without blanks around them, mean an empty cell."""
    return len(text) <= _LONGEST and fold(text) in _NOTHING
