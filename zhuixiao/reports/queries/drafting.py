"""Plain sentences made of the facts of a period, for the person to start from."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import FollowUp, Task
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.templatetags.numbers import money

from . import told
from .facts import MOST, DayFacts

# So many names stand in a sentence; how many more there were is said.
_NAMES, _AHEAD = 3, 20
# The figures that there is a sentence for.
METRICS = frozenset({"orders.amount", "payments.amount"})


class Sum(Protocol):
    """What a sentence needs of a figure."""

    @property
    def metric(self) -> str: ...

    @property
    def value(self) -> int: ...


def sentences(facts: DayFacts, figures: Sequence[Sum]) -> list[str]:
    """What was done, sold, kept and missed; nothing of what was nothing."""
    found = []
    # Of a longer list only the first ones were read: then nothing is said of how many.
    is_whole = sum(len(rows) for _type, rows in facts.by_type) < MOST
    for type_name, rows in facts.by_type:
        names = told.names((row.customer.name for row in rows), most=_NAMES)
        values = {"type": type_name, "n": len(rows), "names": names}
        text = _("%(type)s × %(n)d: %(names)s") if is_whole else _("%(type)s: %(names)s")
        found.append(text % values)
    if facts.added:
        names = told.names((row.name for row in facts.added), most=_NAMES)
        found.append(
            _("New customers (%(n)d): %(names)s") % {"n": len(facts.added), "names": names}
        )
    sums = {row.metric: row.value for row in figures}
    if sums.get("orders.amount"):
        amount = money(sums["orders.amount"])
        found.append(_("Signed contract orders for %(amount)s") % {"amount": amount})
    if sums.get("payments.amount"):
        amount = money(sums["payments.amount"])
        found.append(_("Received payments of %(amount)s") % {"amount": amount})
    if facts.tasks_done:
        titles = told.names((row.title for row in facts.tasks_done), most=_NAMES)
        found.append(
            _("Finished tasks (%(n)d): %(names)s") % {"n": len(facts.tasks_done), "names": titles}
        )
    if facts.plans_missed:
        names = told.names((row.customer.name for row in facts.plans_missed), most=_NAMES)
        values = {"n": len(facts.plans_missed), "names": names}
        found.append(_("Planned and not contacted (%(n)d): %(names)s") % values)
    return found


def ahead(person: Employee, period: Period, *, reader: Employee) -> list[str]:
    """What is planned for the period after this one: contacts, then tasks that are due by then."""
    if not reader.access.may("activities", "view"):
        return []
    kind = period.kind or PeriodKind.DAY
    coming = Period.of(kind, period.end + timedelta(days=1))
    plans = (
        FollowUp.objects.visible_to(reader)
        .open()
        .filter(employee=person, on__range=(coming.start, coming.end))
    )
    contacts = [
        _("Contact %(name)s: %(note)s") % {"name": row.customer.name, "note": row.note}
        if row.note
        else _("Contact %(name)s") % {"name": row.customer.name}
        for row in plans.select_related("customer").order_by("on", "pk")[:_AHEAD]
    ]
    tasks = Task.objects.visible_to(reader).open().of(person).filter(due_on__lte=coming.end)
    return contacts + [row.title for row in tasks.order_by("due_on", "pk")[:_AHEAD]]
