"""The words of the audit log for what selling writes there."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import labels
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.costs import COST
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.money import to_decimal

from .. import postings
from ..choices import OrderState
from ..models import Opportunity


def register() -> None:
    """Called once, in AppConfig.ready()."""
    labels.register(
        postings.ORDER,
        {
            "number": pgettext_lazy("document", "Number"),
            "title": _("Title"),
            "customer_id": _("Customer"),
            "contact_id": _("Contact"),
            "opportunity_id": _("Opportunity"),
            "type_id": _("Type"),
            "owner_id": _("Owner"),
            "state": _("State"),
            "signed_on": _("Signed on"),
            "starts_on": _("Starts on"),
            "ends_on": _("Ends on"),
            "delivery_on": _("Delivery promised for"),
            "discount": _("Discount on the whole"),
            "amount": _("Amount"),
            "cost": _("Cost"),
            "terms": _("Terms"),
            "note": _("Note"),
            "void_reason": _("Reason"),
            "reason": _("Reason"),
        },
        label=_("Contract order"),
        value_names={
            "customer_id": named(Customer),
            "contact_id": named(Contact),
            "opportunity_id": named(Opportunity),
            "type_id": named(Option),
            "owner_id": named(Employee),
            "state": lambda value: OrderState(value).label,
            "discount": amount,
            "amount": amount,
            "cost": amount,
        },
        sensitive={"cost": COST},
        actions={
            "sign": pgettext_lazy("order", "Signed"),
            "ask": _("Asked for approval"),
            "let_go": _("Back to draft"),
            "amend": _("Changed with a reason"),
            "advance": _("Moved on"),
            "void": pgettext_lazy("order", "Made void"),
        },
    )


def named(model: type[Model]) -> Callable[[Any], object]:
    """What a record with this id is called; the id itself once it is gone."""
    return lambda pk: model._default_manager.filter(pk=pk).first() or pk


def amount(minor: Any) -> object:
    """Minor units as people write them."""
    return f"{to_decimal(minor):,}"
