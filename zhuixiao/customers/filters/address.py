"""A filter in an address: plain parameters where they suffice, a tree of JSON for the rest.

`importance=1,2&stage=4&owner=me&region=440000&last_contact=30d&next_contact=overdue&f={...}` all
hold together. `q` is the search box and no part of the filter.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from zhuixiao.accounts.models import Employee

from ..fields import Field
from .errors import BadFilter
from .operators import Operator
from .parsing import parse
from .tree import Condition, Filter

# Fields whose "is one of" has a parameter of its own.
CHOSEN = (
    "importance",
    "stage",
    "region",
    "products",
    "bought",
    "channel",
    "industry",
    "tags",
    "owner",
    "department",
)
# The few questions to dates that have a word: field -> word -> condition.
WORDS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "last_contact": {
        "never": {"is": "empty"},
        "today": {"is": "relative", "value": "today"},
        "week": {"is": "relative", "value": "this_week"},
    },
    "next_contact": {
        "overdue": {"is": "relative", "value": "past"},
        "due": {"is": "relative", "value": "due"},
        "today": {"is": "relative", "value": "today"},
        "week": {"is": "relative", "value": "this_week"},
        "none": {"is": "empty"},
    },
}
TREE = "f"
NAMES = (*CHOSEN, *WORDS, TREE)
_AGO = re.compile("([1-9][0-9]{0,3})d")
_LONGEST = 8000


def is_spelled_out(params: Mapping[str, str]) -> bool:
    """Whether the address names conditions itself, so that a view's own do not apply."""
    return any(name in params for name in NAMES)


def read(params: Mapping[str, str], *, reader: Employee, fields: Sequence[Field]) -> Filter:
    """The filter that these parameters spell out. Raises BadFilter."""
    items = [_chosen(name, params[name]) for name in CHOSEN if params.get(name)]
    items += [word(name, params[name]) for name in WORDS if params.get(name)]
    tree = params.get(TREE, "")
    if tree not in {"", "{}"}:
        items += _tree(tree)
    data = {"op": "and", "items": items} if items else {}
    return parse(data, reader=reader, fields=fields)


def write(asked: Filter) -> dict[str, str]:
    """The shortest parameters that `read` understands the same way."""
    params: dict[str, str] = {}
    rest: list[dict[str, Any]] = []
    for item in asked.items:
        short = _short(item) if isinstance(item, Condition) else ""
        if short and isinstance(item, Condition) and item.field.key not in params:
            params[item.field.key] = short
        else:
            rest.append(item.data)
    if rest:
        tree = rest[0] if len(rest) == 1 else {"op": "and", "items": rest}
        params[TREE] = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return params


def word(name: str, text: str) -> dict[str, Any]:
    """The condition behind a word such as next_contact=overdue. Raises BadFilter."""
    days = _AGO.fullmatch(text)
    if days:
        return {"field": name, "is": "relative", "value": f"ago:{days[1]}"}
    condition = WORDS[name].get(text)
    if condition is None:
        raise BadFilter(field=name)
    return {"field": name, **condition}


def _chosen(name: str, text: str) -> dict[str, Any]:
    parts = text[:_LONGEST].split(",")
    if any(not ((part.isascii() and part.isdigit()) or part == "me") for part in parts):
        raise BadFilter(field=name)
    values = [part if part == "me" else int(part[:20]) for part in parts]
    return {"field": name, "is": str(Operator.IN), "value": values}


def _tree(text: str) -> list[Any]:
    try:
        data = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise BadFilter
    if data.get("op") == "and" and data.keys() == {"op", "items"}:
        items = data["items"]
        if not isinstance(items, list):
            raise BadFilter
        return items
    return [data]


def _short(item: Condition) -> str:
    """The one parameter that says it, or "" when there is none."""
    key = item.field.key
    if key in CHOSEN and item.operator == Operator.IN:
        return ",".join(map(str, item.value))
    if key not in WORDS:
        return ""
    if item.operator == Operator.RELATIVE and item.value.startswith("ago:"):
        return f"{item.value.removeprefix('ago:')}d"
    data = {name: value for name, value in item.data.items() if name != "field"}
    return next((word for word, one in WORDS[key].items() if one == data), "")
