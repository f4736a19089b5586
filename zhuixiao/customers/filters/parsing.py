"""From JSON that anybody may have sent to a checked filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee

from ..fields import Field, visible_fields
from .errors import BadFilter
from .operators import operators
from .tree import Condition, Filter, Group
from .values import read

DEEPEST = 4
MOST_ITEMS = 30


def parse(data: Any, *, reader: Employee, fields: Sequence[Field] | None = None) -> Filter:
    """The filter that `data` describes, for this reader; {} and None are no condition.

    Fields that the reader sees only masked cannot be asked, since answers would tell them. `fields`
    saves asking the database for the reader's fields again. Raises BadFilter.
    """
    if data is None or data == {}:
        return Filter((), reader)
    known = visible_fields(reader.access) if fields is None else fields
    allowed = {
        field.key: field for field in known if field.access(reader.access) != FieldAccess.MASKED
    }
    # A filter keeps its items under an outer "and", which does not count as a level.
    is_plain = isinstance(data, dict) and data.get("op") == "and"
    root = _Parser(allowed).node(data, depth=0 if is_plain else 1)
    items = root.items if isinstance(root, Group) and root.op == "and" else (root,)
    return Filter(items, reader)


@dataclass
class _Parser:
    fields: Mapping[str, Field]
    count: int = 0

    def node(self, data: Any, *, depth: int) -> Condition | Group:
        if not isinstance(data, dict) or depth > DEEPEST:
            raise BadFilter
        return self.group(data, depth) if "op" in data else self.condition(data)

    def group(self, data: dict[str, Any], depth: int) -> Group:
        op, items = data["op"], data.get("items")
        if data.keys() != {"op", "items"} or op not in ("and", "or", "not"):
            raise BadFilter
        if not isinstance(items, list) or not items:
            raise BadFilter
        return Group(op, tuple(self.node(item, depth=depth + 1) for item in items))

    def condition(self, data: dict[str, Any]) -> Condition:
        self.count += 1
        if self.count > MOST_ITEMS:
            raise BadFilter
        key, name = data.get("field"), data.get("is")
        if not isinstance(key, str) or not isinstance(name, str):
            raise BadFilter
        field = self.fields.get(key)
        if field is None or not data.keys() <= {"field", "is", "value"}:
            raise BadFilter(field=key[:60])
        operator = next((one for one in operators(field.kind) if one == name), None)
        if operator is None:
            raise BadFilter(field=key)
        return Condition(field, operator, read(field, operator, data.get("value")))
