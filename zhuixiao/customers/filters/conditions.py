"""One condition as a condition of the database.

Every condition is true or false, never unknown, so that "not" means the opposite: where a custom
value is missing the comparison is false by an explicit test.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact as ExactLookup
from django.db.models.lookups import (
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    In,
    IsNull,
    IStartsWith,
    LessThan,
    LessThanOrEqual,
)

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.models import Channel

from ..fields import Field, Kind
from ..models import Collaborator, Contact, Customer
from ..queries import recycling
from ..queries.custom_values import CustomValue, HoldsAny
from ..queries.derived import value_of
from . import relative
from .operators import NUMBERS, TEXTS, TIMES, Operator

ONE_DAY = timedelta(days=1)
# Longer than any rule waits.
_LONG = 36_500
_LOOKUPS: dict[str, Any] = {
    "exact": ExactLookup,
    "in": In,
    "gt": GreaterThan,
    "gte": GreaterThanOrEqual,
    "lt": LessThan,
    "lte": LessThanOrEqual,
    "icontains": IContains,
    "istartswith": IStartsWith,
}
_LINKS = {Kind.PRODUCTS: ("products", "product_id"), Kind.OPTIONS: ("tags", "option_id")}


@dataclass(frozen=True)
class Moment:
    """When and by whom a filter is asked: what "today" and "me" mean."""

    today: date
    zone: ZoneInfo
    reader: Employee


def to_q(field: Field, operator: Operator, value: Any, moment: Moment) -> Q:  # noqa: PLR0911
    """The condition; `value` was checked by filters.values."""
    if field.added and field.added.holds:
        return field.added.holds(operator, value, moment.today)
    if field.kind == Kind.DAYS_LEFT:
        return _days_left(operator, value, moment)
    if operator == Operator.EMPTY:
        return _is_empty(field)
    if operator == Operator.FILLED:
        return ~_is_empty(field)
    if operator in {Operator.IN, Operator.NOT_IN}:
        chosen = _is_one_of(field, value, moment)
        return chosen if operator == Operator.IN else ~chosen
    if field.kind in TEXTS:
        return _text(field, operator, value)
    if field.kind == Kind.DAYS:
        return _days_since(field, operator, value, moment)
    if field.kind in NUMBERS:
        return _number(field, operator, value)
    return _within(field, _asked_days(operator, value, moment.today), moment.zone)


def _compare(field: Field, lookup: str, value: Any) -> Q:
    if field.kind == Kind.CONTACTS:
        return Q(Exists(_contacts().filter(**{f"name__{lookup}": value})))
    if field.difference:
        return Q(_LOOKUPS[lookup](value_of(field), value))
    if field.custom is None:
        return Q(**{f"{field.column}__{lookup}": value})
    return ~Q(IsNull(CustomValue(field), True)) & Q(_LOOKUPS[lookup](CustomValue(field), value))  # noqa: FBT003


def _is_empty(field: Field) -> Q:  # noqa: PLR0911
    if field.kind in _LINKS:
        return ~_linked(field, None)
    if field.kind == Kind.CONTACTS:
        return ~Q(Exists(_contacts()))
    if field.kind == Kind.EMPLOYEES:
        return ~Q(Exists(_collaborators()))
    if field.difference:
        return Q(pk__in=[])
    if field.custom is not None:
        return Q(IsNull(CustomValue(field), True))  # noqa: FBT003
    if field.kind in TEXTS or field.kind == Kind.CHOICE:
        return Q(**{field.column: ""})
    return Q(**{f"{field.column}__isnull": True})


def _text(field: Field, operator: Operator, value: str) -> Q:
    lookup = {Operator.CONTAINS: "icontains", Operator.STARTS: "istartswith"}.get(operator, "exact")
    return _compare(field, lookup, value)


def _number(field: Field, operator: Operator, value: Any) -> Q:
    # Django takes "> -3" of a column without negative numbers for "any row", also where it is null.
    filled = ~_is_empty(field)
    match operator:
        case Operator.EQUAL:
            return filled & _compare(field, "exact", value)
        case Operator.UNEQUAL:
            return filled & ~_compare(field, "exact", value)
        case Operator.MORE:
            return filled & _compare(field, "gt", value)
        case Operator.LESS:
            return filled & _compare(field, "lt", value)
        case _:
            low, high = value
            return filled & _compare(field, "gte", low) & _compare(field, "lte", high)


def _days_left(operator: Operator, value: Any, moment: Moment) -> Q:  # noqa: PLR0911
    """Whole days until a recycling rule takes the customer; empty where none will."""

    def within(days: int) -> Q:
        return recycling.leaving(zone=moment.zone, today=moment.today, within=days)

    match operator:
        case Operator.LESS:
            return within(value - 1)
        case Operator.BETWEEN:
            low, high = value
            return within(high) & ~within(low - 1)
        case Operator.EQUAL:
            return within(value) & ~within(value - 1)
        case Operator.MORE:
            return within(_LONG) & ~within(value)
        case Operator.UNEQUAL:
            return within(_LONG) & (~within(value) | within(value - 1))
        case Operator.EMPTY:
            return ~within(_LONG)
        case _:
            return within(_LONG)


def _days_since(field: Field, operator: Operator, value: Any, moment: Moment) -> Q:
    """Whole days from the company's day of the instant to today."""

    def ago(days: int) -> date:
        return moment.today - timedelta(days=days)

    def within(first: date | None, last: date | None) -> Q:
        return _within(field, (first, last), moment.zone)

    match operator:
        case Operator.EQUAL:
            return within(ago(value), ago(value))
        case Operator.UNEQUAL:
            return ~within(ago(value), ago(value)) & ~_is_empty(field)
        case Operator.MORE:
            return within(None, ago(value) - ONE_DAY)
        case Operator.LESS:
            return within(ago(value) + ONE_DAY, None)
        case _:
            low, high = value
            return within(ago(high), ago(low))


def _asked_days(operator: Operator, value: Any, today: date) -> relative.Days:
    match operator:
        case Operator.ON:
            return value, value
        case Operator.BEFORE:
            return None, value - ONE_DAY
        case Operator.AFTER:
            return value + ONE_DAY, None
        case Operator.BETWEEN:
            first, last = value
            return first, last
        case _:
            return relative.days(value, today)


def _within(field: Field, days: relative.Days, zone: ZoneInfo) -> Q:
    first, last = days
    if field.kind in TIMES and field.kind == Kind.DATE:
        as_stored: Callable[[date], Any] = (
            date.isoformat if field.custom is not None else lambda day: day
        )
        after = _compare(field, "gte", as_stored(first)) if first else Q()
        return after & (_compare(field, "lte", as_stored(last)) if last else Q())
    after = _compare(field, "gte", _midnight(first, zone)) if first else Q()
    return after & (_compare(field, "lt", _midnight(last + ONE_DAY, zone)) if last else Q())


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _is_one_of(field: Field, values: Sequence[Any], moment: Moment) -> Q:  # noqa: PLR0911
    match field.kind:
        case Kind.PRODUCTS | Kind.OPTIONS:
            return _linked(field, values)
        case Kind.MULTI:
            return Q(HoldsAny(field, list(values)))
        case Kind.REGION:
            return _in_regions(field, values)
        case Kind.CHANNEL:
            return _any(field, _below(Channel, values))
        case Kind.DEPARTMENT:
            return _any(field, _below(Department, values))
        case Kind.EMPLOYEE:
            return _any(field, _people(values, moment))
        case Kind.EMPLOYEES:
            people = _people(values, moment)
            return Q(Exists(_collaborators().filter(employee__in=people)))
        case _:
            return _any(field, values)


def _any(field: Field, values: Sequence[Any]) -> Q:
    """A single value is compared by "=", which PostgreSQL checks inside the sorting index."""
    if len(values) == 1:
        return _compare(field, "exact", values[0])
    return _compare(field, "in", list(values)) if values else Q(pk__in=[])


def _in_regions(field: Field, adcodes: Sequence[int]) -> Q:
    result = Q()
    for adcode in adcodes:
        size = 10_000 if adcode % 10_000 == 0 else 100 if adcode % 100 == 0 else 1
        if size == 1:
            result |= _compare(field, "exact", adcode)
        else:
            result |= _compare(field, "gte", adcode) & _compare(field, "lte", adcode + size - 1)
    return result


def _below(model: type[Model], ids: Sequence[int]) -> list[int]:
    """These rows of a tree and all below them; the path of a row names its parents."""
    inside = Q(pk__in=ids)
    for pk in ids:
        inside |= Q(path__startswith=f"{pk}/") | Q(path__contains=f"/{pk}/")
    return list(model._default_manager.filter(inside).values_list("pk", flat=True))


def _contacts() -> QuerySet[Contact]:
    """The contacts of the customer of the outer query."""
    return Contact.objects.filter(customer_id=OuterRef("pk"), deleted_at=None)


def _people(values: Sequence[Any], moment: Moment) -> list[int]:
    return [moment.reader.pk if pk == "me" else pk for pk in values]


def _collaborators() -> QuerySet[Collaborator]:
    """Who else works on the customer of the outer query."""
    return Collaborator.objects.in_force().filter(customer_id=OuterRef("pk"))


def _linked(field: Field, values: Sequence[int] | None) -> Q:
    name, target = _LINKS[field.kind]
    links = getattr(Customer, name).through.objects.filter(customer_id=OuterRef("pk"))
    return Q(Exists(links if values is None else links.filter(**{f"{target}__in": values})))
