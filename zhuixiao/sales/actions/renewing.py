"""Contracts that end: the next one, and telling its owner in time."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import day_of, months_later
from zhuixiao.notices.actions import notify

from ..choices import IN_FORCE, OrderState
from ..models import Order
from ..preferences import preferences
from .lines import retyped
from .ordering import draft
from .values import NewOrder

NOTICE = "sales.ending"
_BATCH = 500


@transaction.atomic
def renew(*, by: Actor, order: Order) -> Order:
    """A draft that follows an order with the same lines, for the same time after its end.

    List prices and costs are those of today. Raises NotAllowed, RuleError, Invalid.
    """
    if not order.is_in_force:
        raise RuleError(_("Only a signed order is renewed."))
    starts_on, ends_on = _next_term(order.starts_on, order.ends_on)
    lines = [retyped(row) for row in order.lines.order_by("position")]
    return draft(
        by=by,
        new=NewOrder(
            customer_id=order.customer_id,
            lines=lines,
            signed_on=by.today,
            title=order.title,
            contact_id=order.contact_id,
            type_id=order.type_id,
            follows_id=order.pk,
            starts_on=starts_on,
            ends_on=ends_on,
            currency=order.currency,
            rate_e6=order.rate_e6,
            discount=order.discount,
            terms=order.terms,
        ),
    )


@transaction.atomic
def remind(now: datetime) -> int:
    """Tell the owners of contracts that end within the days that are set, each once; whoever's
    order was renewed needs no telling. Returns how many."""
    company = Company.objects.get()
    days, today = preferences(company).renewal_days, day_of(now, company.zone)
    if not days:
        return 0
    renewed = Order.objects.filter(follows=OuterRef("pk"), deleted_at=None).exclude(
        state=OrderState.VOID
    )
    ending = Order.objects.filter(
        state__in=IN_FORCE,
        deleted_at=None,
        ends_on__range=(today, today + timedelta(days=days)),
        reminded_on=None,
    )
    rows = list(
        ending.exclude(Exists(renewed))
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("customer", "owner")
        .order_by("ends_on", "pk")[:_BATCH]
    )
    for row in rows:
        owner = row.owner_id if row.owner.is_active else row.customer.owner_id
        notify(
            to=[owner] if owner else [],
            kind=NOTICE,
            text=gettext_noop("Order %(number)s ends on %(day)s: talk about renewing it"),
            params={"number": row.number, "day": str(row.ends_on)},
            at=now,
            url=f"/orders/{row.pk}/",
            customer_id=row.customer_id,
        )
    Order.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_on=today)
    return len(rows)


def _next_term(starts_on: date | None, ends_on: date | None) -> tuple[date | None, date | None]:
    """The same time again from the day after the end: a year is a year, leap days or not."""
    if ends_on is None:
        return None, None
    after = ends_on + timedelta(days=1)
    if starts_on is None:
        return after, None
    months = (after.year - starts_on.year) * 12 + after.month - starts_on.month
    if months > 0 and after.day == starts_on.day:
        return after, months_later(after, months) - timedelta(days=1)
    return after, after + (ends_on - starts_on)
