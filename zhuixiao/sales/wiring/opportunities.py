"""What opportunities add to lower apps."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import holdings, labels
from zhuixiao.accounts.words import employee_name
from zhuixiao.activities import related
from zhuixiao.catalog.models import Option, Product
from zhuixiao.customers import attached, followers, persons
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.customers.persons import Person, Words
from zhuixiao.kit import navigation, panels
from zhuixiao.kit.navigation import NavItem
from zhuixiao.notices import kinds

from ..actions import opportunity_attaching, opportunity_following
from ..metrics import OPPORTUNITIES
from ..models import Opportunity
from ..queries import related as related_queries
from ..stages import Need
from ..wording import GIVEN_NOTICE, OPPORTUNITY, STAGE_RULE
from .words import amount, named


def register() -> None:
    """Called once, in AppConfig.ready()."""
    followers.register(
        OPPORTUNITIES,
        followers.Follower(opportunity_following.follow, opportunity_following.let_out),
    )
    attached.register(
        attached.Attached(
            OPPORTUNITIES,
            _("Opportunities"),
            opportunity_attaching.ids_of,
            opportunity_attaching.move,
        )
    )
    holdings.register(
        holdings.Holding(
            OPPORTUNITIES,
            _("Open opportunities"),
            "target-arrow",
            15,
            opportunity_following.count,
            opportunity_following.hand_over,
        )
    )
    related.register(
        related.RelatedKind(
            OPPORTUNITY, _("Opportunity"), related_queries.choices, related_queries.find
        )
    )
    kinds.register(GIVEN_NOTICE, _("Opportunities given to you"))
    panels.register(
        "customer",
        panels.Panel(
            OPPORTUNITIES,
            _("Opportunities"),
            "sales:customer-opportunities",
            15,
            "target-arrow",
            OPPORTUNITIES,
        ),
    )
    navigation.register(
        NavItem(
            "opportunity-settings",
            _("Stages of opportunities"),
            "target-arrow",
            "sales:stages",
            61,
            module=OPPORTUNITIES,
            action="manage",
            places=("settings",),
            group=_("Sales"),
        )
    )
    persons.register(
        Words(
            OPPORTUNITY,
            _("Opportunities"),
            Opportunity,
            texts=("name", "next_step", "note"),
            of=_stands,
            around=lambda pk: Q(customer=pk),
            facts={"opened_on": _("Opened on"), "owner": _("Owner")},
            record=lambda row: (OPPORTUNITY, row.pk),
        )
    )
    _register_words()


def _register_words() -> None:
    labels.register(
        OPPORTUNITY,
        {
            "name": _("Opportunity"),
            "customer_id": _("Customer"),
            "contact_id": _("Contact"),
            "owner_id": _("Owner"),
            "stage_id": _("Stage"),
            "probability_bp": _("Probability"),
            "amount": _("Amount"),
            "expected_on": _("Expected close"),
            "competitors": _("Competitors"),
            "next_step": _("Next step"),
            "next_step_on": _("Next step on"),
            "loss_reason_id": _("Loss reason"),
            "note": _("Note"),
            "lines": _("Products"),
            "opened_on": _("Opened on"),
            "closed_on": _("Closed on"),
        },
        label=_("Opportunity"),
        value_names={
            "customer_id": named(Customer),
            "contact_id": named(Contact),
            "owner_id": employee_name,
            "stage_id": named(Option),
            "loss_reason_id": named(Option),
            "probability_bp": _percent,
            "amount": amount,
            "competitors": _options,
            "lines": _products,
        },
        actions={
            "move": pgettext_lazy("opportunity", "Moved to another stage"),
            "edit": _("Changed"),
            "hand_over": _("Went along with the customer"),
        },
    )
    labels.register(
        STAGE_RULE,
        {
            "probability_bp": _("Probability"),
            "stale_days": _("Stale after days"),
            "needs": _("Asked for on entry"),
        },
        label=_("Rule of a stage"),
        value_names={"probability_bp": _percent, "needs": _needs},
        actions={"edit": _("Changed")},
    )


def _stands(person: Person) -> Q:
    """As its contact, or as its customer."""
    return Q(contact=person.contact) if person.contact else Q(customer=person.customer)


def _percent(basis_points: Any) -> object:
    return f"{basis_points / 100:g}%"


def _options(ids: Any) -> object:
    names = Option.objects.filter(pk__in=ids).order_by("position", "pk")
    return ", ".join(names.values_list("name", flat=True))


def _products(lines: Any) -> object:
    held = Product.objects.in_bulk([product for product, _quantity, _price in lines])
    return ", ".join(
        f"{held.get(product, product)} × {quantity / 1000:g}" for product, quantity, _p in lines
    )


def _needs(names: Any) -> object:
    return ", ".join(str(Need(name).label) for name in names if name in Need.values)
