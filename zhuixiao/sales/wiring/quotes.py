"""Quotes in lower apps: panels, hand-over, action records, the log, personal data."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import holdings, labels
from zhuixiao.accounts.models import Employee
from zhuixiao.activities import related
from zhuixiao.activities.related import RelatedRecord
from zhuixiao.customers import persons
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.customers.persons import Person, Words
from zhuixiao.kit import jobs, navigation, panels
from zhuixiao.notices import kinds

from .. import postings, quote_tasks
from ..actions import moving, quote_mailing, quote_settings, quoting
from ..choices import QuoteState
from ..metrics import ORDERS
from ..models import Opportunity, Quote, QuoteLine
from .words import amount, named

_MOST = 50


def register() -> None:
    """Called once, in AppConfig.ready()."""
    holdings.register(
        holdings.Holding(
            "quote_drafts",
            _("Draft quotes"),
            "file-description",
            58,
            moving.count_drafts(quoting.PAPERS),
            moving.hand_over_drafts(quoting.PAPERS),
        )
    )
    related.register(related.RelatedKind(postings.QUOTE, _("Quote"), _choices, _find))
    kinds.register(quote_mailing.FAILED_NOTICE, _("Quotes that could not be mailed"))
    jobs.when_failed(quote_mailing.MAIL, quote_tasks.tell_failure)
    for place in ("customer", "opportunity"):
        panels.register(
            place,
            panels.Panel(
                "quotes",
                pgettext_lazy("documents", "Quotes"),
                f"sales:{place}-quotes",
                28,
                "file-description",
                ORDERS,
            ),
        )
    navigation.register(
        navigation.NavItem(
            "quote-settings",
            pgettext_lazy("documents", "Quotes"),
            "file-settings",
            "sales:quote-settings",
            66,
            module=ORDERS,
            action="manage",
            places=("settings",),
            group=_("Sales"),
        )
    )
    _register_labels()
    _register_words()


def _register_labels() -> None:
    labels.register(
        postings.QUOTE,
        {
            "number": pgettext_lazy("document", "Number"),
            "title": _("Title"),
            "customer_id": _("Customer"),
            "contact_id": _("Contact"),
            "opportunity_id": _("Opportunity"),
            "owner_id": _("Owner"),
            "state": _("State"),
            "quoted_on": _("Quoted on"),
            "valid_until": _("Valid until"),
            "currency": _("Currency"),
            "discount": _("Discount on the whole"),
            "amount": _("Amount"),
            "terms": _("Terms"),
            "note": _("Note"),
        },
        label=_("Quote"),
        value_names={
            "customer_id": named(Customer),
            "contact_id": named(Contact),
            "opportunity_id": named(Opportunity),
            "owner_id": named(Employee),
            "state": lambda value: QuoteState(value).label,
            "discount": amount,
            "amount": amount,
        },
        actions={
            "send": _("Sent"),
            "mail": pgettext_lazy("quote", "Sent by mail"),
            "accept": pgettext_lazy("quote", "Accepted"),
            "decline": pgettext_lazy("quote", "Declined"),
            "replace": pgettext_lazy("quote", "Replaced"),
        },
    )
    labels.register(
        quote_settings.KIND,
        {"valid_days": _("Valid for days"), "terms": _("Terms")},
        label=_("Settings of quotes"),
    )


def _register_words() -> None:
    persons.register(
        Words(
            postings.QUOTE,
            pgettext_lazy("documents", "Quotes"),
            Quote,
            texts=("title", "terms", "note"),
            of=_of_person,
            around=lambda pk: Q(customer=pk),
            facts={"number": pgettext_lazy("document", "Number"), "quoted_on": _("Quoted on")},
            record=lambda row: (postings.QUOTE, row.pk),
        )
    )
    persons.register(
        Words(
            "quote_line",
            _("Lines of quotes"),
            QuoteLine,
            texts=("name", "note"),
            around=lambda pk: Q(quote__customer=pk),
        )
    )


def _of_person(person: Person) -> Q:
    if person.contact:
        return Q(contact=person.contact)
    return Q(customer=person.customer)


def _choices(employee: Employee, customer_id: int) -> Sequence[RelatedRecord]:
    rows = Quote.objects.visible_to(employee).filter(customer=customer_id)
    rows = rows.exclude(state=QuoteState.REPLACED).order_by("-quoted_on", "-pk")
    return [_record(row) for row in rows[:_MOST]]


def _find(employee: Employee, pk: int) -> RelatedRecord | None:
    row = Quote.objects.visible_to(employee).filter(pk=pk).first()
    return _record(row) if row else None


def _record(row: Quote) -> RelatedRecord:
    return RelatedRecord(row.pk, f"{row.number} {row.title}".strip(), f"/quotes/{row.pk}/")
