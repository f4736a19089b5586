"""From a figure to its entries, from entries to their facts, and a customer's timeline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.periods import Period

from .. import facts
from ..catalogue import OPTIONAL, Dimension, Ratio, find, get, timeline_ids
from ..models import Entry
from ..postings import as_number
from .scope import Where, matching, visible

FILTERS = (Dimension.EMPLOYEE, Dimension.DEPARTMENT, Dimension.CUSTOMER, *OPTIONAL)


@dataclass(frozen=True)
class Page:
    """Some entries, newest first, and where the next page begins ("" at the end)."""

    entries: tuple[Entry, ...]
    after: str


def entries(
    metric: str,
    *,
    period: Period | None,
    where: Where | None = None,
    visible_to: Employee,
    after: str = "",
    limit: int = 50,
) -> Page:
    """The entries behind a figure, newest first; of a ratio, those of its numerator.

    Raises NotAllowed, Invalid for a broken cursor, KeyError for an unknown metric.
    """
    row = find(metric)
    row = get(row.numerator) if isinstance(row, Ratio) else row
    row = get(row.source) if row.source else row
    found = Entry.objects.filter(visible(row, visible_to) & matching(where), metric=row.id)
    if period is not None:
        found = found.filter(day__range=(as_number(period.start), as_number(period.end)))
    return _page(found, after, limit)


def timeline(
    customer_id: int, *, options: Iterable[int] = (), after: str = "", limit: int = 20
) -> Page:
    """What happened with a customer, newest first; the caller checked that it may be seen.

    `options` keeps only entries of these pick-list options (types of activity).
    """
    found = Entry.objects.filter(customer_id=customer_id, metric__in=timeline_ids())
    if options:
        found = found.filter(option_id__in=list(options))
    return _page(found, after, limit)


def timeline_counts(customer_id: int) -> Mapping[int, int]:
    """How many entries of a customer's timeline each pick-list option has."""
    rows = Entry.objects.filter(customer_id=customer_id, metric__in=timeline_ids())
    counted = rows.values("option_id").annotate(entries=Count("pk"))
    return {row["option_id"]: row["entries"] for row in counted}


def load_facts(
    rows: Sequence[Entry], *, visible_to: Employee
) -> list[tuple[Entry, facts.FactKind, object]]:
    """Each entry with its kind and its fact; entries whose fact is out of sight are left out."""
    ids: dict[int, set[int]] = {}
    for row in rows:
        ids.setdefault(row.fact_kind, set()).add(row.fact_id)
    loaded = {
        kind: facts.by_id(kind).load(visible_to, sorted(wanted)) for kind, wanted in ids.items()
    }
    return [
        (row, facts.by_id(row.fact_kind), loaded[row.fact_kind][row.fact_id])
        for row in rows
        if row.fact_id in loaded[row.fact_kind]
    ]


def drill_link(metric: str, *, period: Period | None, where: Where | None = None) -> str:
    """The address of the page that lists the entries behind a figure."""
    pairs: list[tuple[str, str]] = [("metric", metric)]
    if period is not None:
        pairs += [("from", period.start.isoformat()), ("to", period.end.isoformat())]
    for dimension, ids in (where or {}).items():
        pairs.append((dimension.value, ",".join(str(pk) for pk in sorted(ids))))
    return f"/numbers/entries/?{urlencode(pairs)}"


def parse_drill(
    values: Mapping[str, str],
) -> tuple[str, Period | None, dict[Dimension, list[int]]]:
    """The arguments of `drill_link` back from its address. Raises Invalid for anything else."""
    try:
        metric = find(values.get("metric", "")).key
        start, end = values.get("from", ""), values.get("to", "")
        period = Period(date.fromisoformat(start), date.fromisoformat(end)) if start else None
        where = {
            dimension: [_id(part) for part in values[dimension].split(",")]
            for dimension in FILTERS
            if values.get(dimension)
        }
    except (KeyError, ValueError) as error:
        raise Invalid({"metric": "Unknown figure"}) from error
    return metric, period, where


def _id(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError("an id is a positive bigint")
    return number


def _page(found: QuerySet[Entry], after: str, limit: int) -> Page:
    if after:
        at, pk = _cursor(after)
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    rows = list(found.order_by("-at", "-pk")[: limit + 1])
    more = rows[limit - 1] if len(rows) > limit else None
    return Page(
        tuple(rows[:limit]), f"{more.at.astimezone(UTC).isoformat()}_{more.pk}" if more else ""
    )


def _cursor(text: str) -> tuple[datetime, int]:
    try:
        moment, _, pk = text.partition("_")
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        if at.tzinfo is None:
            raise ValueError("a cursor carries its zone")
        return at, _id(pk)
    except ValueError as error:
        raise Invalid({"after": "Broken page mark"}) from error
