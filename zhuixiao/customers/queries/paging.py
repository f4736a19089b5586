"""Pages by place instead of number: page 10,000 costs what page 1 costs.

The order is that of the keys, nothing last, and then the id. Each value that the first key may have
without an order in the index (nothing; each option) is a stretch of its own: inside a stretch the
index already holds the rows in the order that is asked, so a page is one short walk along it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models import Field as Column

from zhuixiao.kit.cursors import BadCursor

from ..models import Customer, CustomerQuerySet
from .cursors import Cursor
from .sorting import Key

Row = dict[str, Any]
# So many stretches are asked one by one; where these have no full page, the rows are sparse, and
# one question for all the rest is cheaper than walking the index once for each.
TRIES = 2


@dataclass(frozen=True)
class _Part:
    """A sort key inside a stretch."""

    name: str
    is_desc: bool
    is_nullable: bool
    column: "Column[Any, Any]"


FREE = object()


@dataclass(frozen=True)
class _Stretch:
    """Rows that have the same value in the first keys, `values`; FREE says "some value", for the
    key after these. `parts` order them, behind `leading`: keys that say nothing here, named only
    because the index names them."""

    condition: Q
    parts: tuple[_Part, ...]
    leading: tuple[_Part, ...] = ()
    values: tuple[Any, ...] = ()


def page(
    rows: CustomerQuerySet,
    *,
    keys: Sequence[Key],
    names: Sequence[str],
    after: Cursor | None,
    limit: int,
) -> tuple[list[Row], bool]:
    """At most `limit` rows behind `after`, with the columns `names`; and whether more follow."""
    for key in keys:
        rows = rows.annotate(**key.annotation)
        if key.is_option:
            rows = rows.alias(**{key.rank_name: key.rank})
    wanted = dict.fromkeys(["pk", *names, *(key.name for key in keys)])
    found: list[Row] = []
    for stretch in _few(list(_stretches(keys, after)), keys):
        part = rows.filter(stretch.condition).order_by(*_order(stretch, keys[-1]))
        found += part.values(*wanted)[: limit + 1 - len(found)]
        if len(found) > limit:
            break
    return found[:limit], len(found) > limit


def in_one_order(rows: CustomerQuerySet, keys: Sequence[Key]) -> CustomerQuerySet:
    """The same order as one ORDER BY, for pages by number."""
    order: list[Any] = []
    for key in keys:
        rows = rows.alias(**key.annotation)
        if key.is_option:
            rows = rows.alias(**{key.rank_name: key.rank})
            order.append(F(key.rank_name))
        else:
            order.append(_by(_part(key)))
    return rows.order_by(*order, "-pk" if keys[-1].is_desc else "pk")


def _stretches(keys: Sequence[Key], after: Cursor | None) -> Iterator[_Stretch]:
    """From the stretch of `after` on, the first one only behind it."""
    all_of_them = _split(keys[0], keys[1:])
    if after is None:
        yield from all_of_them
        return
    places = (number for number, one in enumerate(all_of_them) if _is_in(one, after.values))
    start = next(places, None)
    if start is None:
        raise BadCursor
    stretch = all_of_them[start]
    open_keys = list(zip(keys, after.values, strict=True))[len(keys) - len(stretch.parts) :]
    values = [key.place(value) if key.is_option else value for key, value in open_keys]
    behind = _behind(stretch.parts, values, after.pk, is_desc=keys[-1].is_desc)
    yield _Stretch(stretch.condition & behind, stretch.parts, stretch.leading, stretch.values)
    yield from all_of_them[start + 1 :]


def _is_in(stretch: _Stretch, values: Sequence[Any]) -> bool:
    """Whether a row with these values of the keys belongs to the stretch."""
    return all(
        value is not None if fixed is FREE else value == fixed
        for fixed, value in zip(stretch.values, values, strict=False)
    )


def _few(stretches: list[_Stretch], keys: Sequence[Key]) -> list[_Stretch]:
    if len(stretches) <= TRIES + 1:
        return stretches
    rest = Q()
    for stretch in stretches[TRIES:]:
        rest |= stretch.condition
    return [*stretches[:TRIES], _Stretch(rest, tuple(_part(key, is_first=False) for key in keys))]


def _split(first: Key, others: Sequence[Key]) -> list[_Stretch]:
    """The stretches in their order. Where the first key has one value only, the next one leads."""
    part = _part(first)
    if first.is_option:
        fixed: list[tuple[Q, int | None]] = [(Q(**{first.name: pk}), pk) for pk in first.in_order]
        fixed.append((Q(**{f"{first.name}__isnull": True}), None))
        return [
            _Stretch(condition & one.condition, one.parts, one.leading, (value, *one.values))
            for condition, value in fixed
            for one in _split_rest(others)
        ]
    rest = tuple(_part(key, is_first=False) for key in others)
    if not part.is_nullable:
        return [_Stretch(Q(), (part, *rest), values=(FREE,))]
    filled = _Part(part.name, part.is_desc, is_nullable=False, column=part.column)
    nothing = Q(**{f"{first.name}__isnull": True})
    return [
        _Stretch(Q(**{f"{first.name}__isnull": False}), (filled, *rest), values=(FREE,)),
        *(
            _Stretch(
                nothing & one.condition, one.parts, (filled, *one.leading), (None, *one.values)
            )
            for one in _split_rest(others)
        ),
    ]


def _split_rest(others: Sequence[Key]) -> list[_Stretch]:
    return _split(others[0], others[1:]) if others else [_Stretch(Q(), ())]


def _part(key: Key, *, is_first: bool = True) -> _Part:
    if key.is_option and not is_first:
        return _Part(key.rank_name, is_desc=False, is_nullable=False, column=key.column)
    return _Part(key.name, key.is_desc, key.is_nullable, key.column)


def _order(stretch: _Stretch, last: Key) -> list[Any]:
    order = [_by(part) for part in (*stretch.leading, *stretch.parts)]
    return [*order, "-pk" if last.is_desc else "pk"]


def _by(part: _Part) -> Any:
    if part.is_nullable:
        return (
            F(part.name).desc(nulls_last=True)
            if part.is_desc
            else F(part.name).asc(nulls_last=True)
        )
    return F(part.name).desc() if part.is_desc else F(part.name).asc()


def _behind(parts: Sequence[_Part], values: Sequence[Any], pk: int, *, is_desc: bool) -> Q:
    """The rows that come after these values."""
    if all(part.is_desc == is_desc and not part.is_nullable for part in parts):
        return Q(_Behind(parts, values, pk, is_desc=is_desc))
    result = Q(**{f"pk__{_beyond(is_desc)}": pk})
    for part, value in reversed(list(zip(parts, values, strict=True))):
        if value is None:
            result = Q(**{f"{part.name}__isnull": True}) & result
            continue
        later = Q(**{f"{part.name}__{_beyond(part.is_desc)}": value})
        if part.is_nullable:
            later |= Q(**{f"{part.name}__isnull": True})
        result = later | (Q(**{part.name: value}) & result)
    if parts and values[0] is not None and not parts[0].is_nullable:
        # Says the same once more in a form that lets the index start at the place.
        result &= Q(**{f"{parts[0].name}__{_beyond(parts[0].is_desc)}e": values[0]})
    return result


def _beyond(is_desc: bool) -> str:  # noqa: FBT001
    return "lt" if is_desc else "gt"


class _Behind(Func):
    """(a, b, id) < (1, 2, 3): whole rows compared, which both engines look up in an index."""

    output_field = BooleanField()
    conditional = True

    def __init__(
        self, parts: Sequence[_Part], values: Sequence[Any], pk: int, *, is_desc: bool
    ) -> None:
        given = [
            Value(value, output_field=part.column)
            for part, value in zip(parts, values, strict=True)
        ]
        super().__init__(
            *(F(part.name) for part in parts),
            F("pk"),
            *given,
            Value(pk, output_field=Customer._meta.pk),
        )
        self.is_desc = is_desc

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        compiled = [compiler.compile(part) for part in self.source_expressions]
        half = len(compiled) // 2
        left = ", ".join(sql for sql, _params in compiled[:half])
        right = ", ".join(sql for sql, _params in compiled[half:])
        params = tuple(value for _sql, given in compiled for value in given)
        return f"({left}) {'<' if self.is_desc else '>'} ({right})", params
