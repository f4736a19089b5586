"""The phone's first page: what is due today, and the figures of the day."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.activities.queries import day as days
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.templatetags.numbers import figure
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import query
from zhuixiao.sales import metrics

MOST = 12


class _Shown(NamedTuple):
    label: str | Promise
    metric: str
    # Counted beside the amount, "" for nothing.
    beside: str
    unit: PeriodKind
    # The page behind it; "" opens the entries of the figure.
    url_name: str


_FIGURES = (
    _Shown(
        _("My sales this month"), metrics.ORDER_AMOUNT.key, metrics.PLACED.key,
        PeriodKind.MONTH, "sales:performance",
    ),
    _Shown(
        _("Received today"), metrics.RECEIVED_AMOUNT.key, metrics.RECEIVED.key, PeriodKind.DAY, ""
    ),
    _Shown(
        _("Contract orders today"), metrics.ORDER_AMOUNT.key, metrics.PLACED.key, PeriodKind.DAY, ""
    ),
    _Shown(
        _("Expenses today"), metrics.SPENT_AMOUNT.key, metrics.SPENT.key, PeriodKind.DAY, ""
    ),
)  # fmt: skip


def today(person: Employee, now: datetime) -> dict[str, Any]:
    """{tasks: [{id, title, due_on, customer}], plans: [{customer_id, customer, on, note}],
    events: [{id, title, at, ends_at, is_all_day, customer}],
    figures: [{label, value, count, url}]}; days and instants in ISO, figures as they are read."""
    company = Company.objects.get()
    day = company.today(now)
    held = days.of_person(person, today=day, zone=company.zone)
    return {
        "tasks": [
            {
                "id": row.pk,
                "title": row.title,
                "due_on": row.due_on.isoformat(),
                "customer": row.customer.name if row.customer else "",
            }
            for row in held.tasks[:MOST]
        ],
        "plans": [
            {
                "customer_id": row.customer_id,
                "customer": row.customer.name,
                "on": row.on.isoformat(),
                "note": row.note,
            }
            for row in [*held.overdue, *held.due][:MOST]
        ],
        "events": [
            {
                "id": row.pk,
                "title": row.title,
                "at": row.starts_at.isoformat(),
                "ends_at": row.ends_at.isoformat(),
                "is_all_day": row.is_all_day,
                "customer": row.customer.name if row.customer else "",
            }
            for row in held.events[:MOST]
        ],
        "figures": _figures(person, day),
    }


def _figures(person: Employee, day: date) -> list[dict[str, Any]]:
    """The person's own, as far as he may read such figures at all; one question a period."""
    shown = [
        one for one in _FIGURES if catalogue.may_read(person.access, catalogue.find(one.metric))
    ]
    tables = {
        unit: query(
            [key for one in shown if one.unit == unit for key in (one.metric, one.beside)],
            period=Period.of(unit, day),
            where={Dimension.EMPLOYEE: [person.pk]},
            visible_to=person,
        )
        for unit in {one.unit for one in shown}
    }
    return [
        {
            "label": str(one.label),
            "value": figure(
                tables[one.unit].total.values[one.metric], catalogue.find(one.metric).unit
            ),
            "count": tables[one.unit].total.values[one.beside] or 0,
            "url": reverse(one.url_name) if one.url_name else tables[one.unit].link(one.metric),
        }
        for one in shown
    ]
