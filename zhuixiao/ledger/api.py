"""Numbers over the API: the one query function, and the entries behind a figure."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router, Schema

from zhuixiao.accounts.bearer import needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.periods import Period
from zhuixiao.kit.typed import Id

from . import catalogue
from .catalogue import Dimension
from .queries import Row, entries, query
from .queries.lines import Line, load_facts

router = Router(tags=["numbers"])
_IDS = tuple(row for row in Dimension if not row.is_time)


class MetricOut(Schema):
    """`unit` is count, money (its numbers are minor units) or quantity (of goods, in thousandths
    of a unit: 1.5 m is 1500)."""

    key: str
    label: str
    unit: str
    module: str


class RowOut(Schema):
    """Values by metric; money in minor units, goods in thousandths, a ratio to nothing null."""

    key: list[int | date]
    values: dict[str, int | float | None]
    previous: dict[str, int | float | None]
    last_year: dict[str, int | float | None]


class NumbersOut(Schema):
    rows: list[RowOut]
    total: RowOut


class EntryOut(Schema):
    """`value` is what the entry adds to `metric`, null where the caller may not know it.

    `metric` is the one that was asked for, of a ratio the numerator, of a count of customers the
    one whose entries it counts. An id of 0 means none.

    `fact_kind` and `fact_id` say what posted it, `url` where that opens for people.
    """

    id: int
    at: datetime
    day: date
    metric: str
    value: int | None
    employee_id: int
    department_id: int
    customer_id: int
    channel_id: int
    product_id: int
    region_id: int
    option_id: int
    fact_kind: str
    fact_id: int
    url: str


class EntriesOut(Schema):
    """`next` is the cursor of the next page, empty on the last one."""

    items: list[EntryOut]
    next: str


class QuestionIn(Schema):
    """`metric` and `by` may come several times; the dimensions are lists of ids."""

    metric: list[str]
    by: list[Dimension] = []
    start: date
    end: date
    compare: bool = False
    employee: list[Id] = []
    department: list[Id] = []
    customer: list[Id] = []
    channel: list[Id] = []
    product: list[Id] = []
    region: list[Id] = []
    option: list[Id] = []
    cursor: str = ""


@router.get("/metrics", response=list[MetricOut])
@needs("", "")
def metrics(request: StaffRequest) -> list[dict[str, str]]:
    """The catalogue of metrics that the caller may see."""
    return [
        {"key": row.key, "label": str(row.label), "unit": row.unit, "module": row.module}
        for row in catalogue.metrics()
        if catalogue.may_read(request.user.access, row)
    ]


@router.get("/numbers", response=NumbersOut)
@needs("", "")
def numbers(request: StaffRequest, asked: Query[QuestionIn]) -> HttpResponse:
    """Metrics by dimensions over a period, with totals."""
    # Checking thousands of rows against their schema takes longer than finding them.
    table = query(
        _known(asked),
        period=_period(asked),
        by=asked.by,
        where=_where(asked),
        visible_to=request.user,
        compare=asked.compare,
    )

    return JsonResponse(
        {"rows": [_out(row) for row in table.rows], "total": _out(table.total)},
        encoder=_Encoder,
    )


class _Encoder(json.JSONEncoder):
    """Days as ISO text, numbers with decimals as numbers."""

    def default(self, o: Any) -> Any:
        return float(o) if isinstance(o, Decimal) else o.isoformat()


def _out(row: Row) -> dict[str, Any]:
    """As RowOut says."""
    return {
        "key": row.key,
        "values": row.values,
        "previous": row.previous,
        "last_year": row.last_year,
    }


@router.get("/entries", response=EntriesOut)
@needs("", "")
def lines(request: StaffRequest, asked: Query[QuestionIn]) -> dict[str, Any]:
    """The entries behind the first metric, newest first, each with the fact that posted it."""
    key = _known(asked)[0]
    page = entries(
        key,
        period=_period(asked),
        where=_where(asked),
        visible_to=request.user,
        after=asked.cursor,
    )
    lines = load_facts(page.entries, request.user, behind=catalogue.find(key))
    return {"items": [_entry(line) for line in lines], "next": page.after}


def _entry(line: Line) -> dict[str, Any]:
    names = ("id", "at", *(f"{row}_id" for row in _IDS), "fact_id")
    return {
        **{name: getattr(line.entry, name) for name in names},
        "day": line.day,
        "metric": line.metric.key,
        "value": line.value,
        "fact_kind": line.kind.key,
        "url": line.url,
    }


def _known(asked: QuestionIn) -> list[str]:
    try:
        return [catalogue.find(key).key for key in asked.metric]
    except KeyError as error:
        raise Invalid({"metric": str(error)}) from error


def _period(asked: QuestionIn) -> Period:
    try:
        return Period(asked.start, asked.end)
    except ValueError as error:
        raise Invalid({"end": str(error)}) from error


def _where(asked: QuestionIn) -> dict[Dimension, list[int]]:
    return {row: getattr(asked, row) for row in _IDS if getattr(asked, row)}
