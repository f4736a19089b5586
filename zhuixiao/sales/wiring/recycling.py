"""Kinds of waiting that selling gives to the rules of the pools.

Whoever got a customer just now has the whole time, as with contacts.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.customers.recycling import Kind, later, received
from zhuixiao.customers.recycling import register as register_kind

ORDER = Kind(
    "order",
    _("Days without an order"),
    _("no order for %(n)d days"),
    before=lambda first: (
        Q(received_at__lt=first) & (Q(last_order_on=None) | Q(last_order_on__lt=first.date()))
    ),
    since=lambda row, zone: later(received(row, zone), row.last_order_on),
)
OPPORTUNITY = Kind(
    "opportunity",
    _("Days without a new opportunity"),
    _("no new opportunity for %(n)d days"),
    before=lambda first: (
        Q(received_at__lt=first)
        & (Q(last_opportunity_on=None) | Q(last_opportunity_on__lt=first.date()))
    ),
    since=lambda row, zone: later(received(row, zone), row.last_opportunity_on),
)
# A customer that never had a contract with an end is none of its business.
CONTRACT = Kind(
    "contract",
    _("Days after the last contract ended"),
    _("contract ended %(n)d days ago"),
    before=lambda first: Q(received_at__lt=first, contract_ends_on__lt=first.date()),
    since=lambda row, zone: (
        later(received(row, zone), row.contract_ends_on) if row.contract_ends_on else None
    ),
    of_won=True,
)


def register() -> None:
    """Called once, in AppConfig.ready()."""
    for kind in (ORDER, OPPORTUNITY, CONTRACT):
        register_kind(kind)
