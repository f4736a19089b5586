"""The morning brief: what the days before were like, and what is in danger."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company
from zhuixiao.kit.periods import PeriodKind, day_of
from zhuixiao.kit.templatetags.numbers import money
from zhuixiao.notices.message import Message, Part
from zhuixiao.notices.sources import Occasion
from zhuixiao.sales.models import Opportunity
from zhuixiao.sales.preferences import preferences
from zhuixiao.sales.queries import opportunities
from zhuixiao.sales.queries.due import Asked
from zhuixiao.sales.queries.due_lists import DueRows
from zhuixiao.sales.queries.opportunities import OpportunityFilter, State
from zhuixiao.sales.queries.stages import stages

from ..choices import ReportKind
from ..metrics import SHOWN
from . import digest, review, team, told
from .duty import Duty

# So many deals are named, the largest first.
MOST = 10


def compose(occasion: Occasion) -> Message | None:
    """Numbers of the days, reports that are missing, deals left alone or past their day, money
    overdue; each as far as the reader may see it. None if all of it is empty."""
    company = Company.objects.get()
    parts = [*_numbers(occasion), *_missing(occasion, company), *_deals(occasion, company)]
    parts += _owed(occasion, company)
    if not parts:
        return None
    title = _("Morning brief: %(period)s") % {"period": occasion.covers.label()}
    return Message(title, parts, "/")


def _numbers(occasion: Occasion) -> Iterator[Part]:
    if lines := told.totals(SHOWN, occasion.covers, reader=occasion.reader):
        asked = urlencode({"kind": "day", "day": occasion.covers.end.isoformat()})
        yield Part(_("Numbers of these days"), lines, f"{reverse('reports:team')}?{asked}")


def _missing(occasion: Occasion, company: Company) -> Iterator[Part]:
    people = team.writers(occasion.reader)
    periods = occasion.covers.split(PeriodKind.DAY)[::-1]
    duty = Duty(company, ReportKind.DAY, periods, now=occasion.now)
    reports = review.reports_of(people, periods, ReportKind.DAY, reader=occasion.reader)
    done = {(row.employee_id, row.start) for row in reports if row.is_submitted}
    absent = [
        person.name
        for period in periods
        for person in people
        if (person.pk, period.start) not in done and duty.is_due(person, period)
    ]
    if absent:
        path = digest.review_path(ReportKind.DAY, occasion.covers, [])
        heading = _("Daily reports not written: %(n)d") % {"n": len(absent)}
        yield Part(heading, [told.names(absent, most=digest.NAMES)], path)


def _deals(occasion: Occasion, company: Company) -> Iterator[Part]:
    """Opportunities that were left alone for too long, and those past their expected day."""
    reader, today = occasion.reader, company.today(occasion.now)
    if not reader.access.may("opportunities", "view"):
        return
    known = stages()
    left, open_ones = (
        opportunities.listed(
            OpportunityFilter(state=state),
            reader=reader,
            stages=known,
            today=today,
            zone=company.zone,
        )
        for state in (State.STALE, State.OPEN)
    )
    path = f"{reverse('sales:opportunity-list')}?of=all"
    past = open_ones.filter(expected_on__lt=today)
    for heading, rows, asked in (
        (_("Opportunities left alone: %(n)d, %(amount)s"), left, "state=stale"),
        (_("Opportunities past their expected day: %(n)d, %(amount)s"), past, "due=overdue"),
    ):
        total = opportunities.total(rows)
        if total.count:
            values = {"n": total.count, "amount": money(total.amount)}
            named = rows.select_related("customer", "owner").order_by("-amount", "pk")[:MOST]
            lines = [_deal(row, company) for row in named]
            yield Part(heading % values, lines, f"{path}&{asked}")


def _deal(row: Opportunity, company: Company) -> str:
    values = {
        "customer": row.customer.name,
        "name": row.name,
        "owner": row.owner.name if row.owner else "—",
        "amount": money(row.amount),
        "day": day_of(row.touched_at, company.zone).isoformat(),
    }
    return _("%(customer)s: %(name)s · %(owner)s · %(amount)s · last touched %(day)s") % values


def _owed(occasion: Occasion, company: Company) -> Iterator[Part]:
    if not occasion.reader.access.may("payments", "view"):
        return
    total = DueRows(
        Asked(late=True),
        reader=occasion.reader,
        today=company.today(occasion.now),
        days=preferences(company).due_days,
    ).total
    if total.count:
        values = {"n": total.count, "amount": money(total.total)}
        heading = _("Payments overdue: %(n)d, %(amount)s") % values
        yield Part(heading, (), f"{reverse('sales:plans')}?bucket=late")
