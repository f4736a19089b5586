"""One box over everything: each kind of record registers how it is found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import Activity, Task
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.customers.queries import search

EACH = 6


@dataclass(frozen=True)
class Hit:
    """One record found."""

    text: str
    hint: str
    url: str
    icon: str


@dataclass(frozen=True)
class Section:
    """The hits of one kind."""

    title: object
    hits: Sequence[Hit]


def find(text: str, *, reader: Employee, scope: str = "all") -> list[Section]:
    """What the reader may see of customers, contacts, tasks, action records, in this order.

    `scope` "customers" or "contacts" searches these only (the deck's mobile search).
    """
    kinds: dict[str, tuple[object, Callable[[str, Employee], list[Hit]]]] = {
        "customers": (_("Customers"), _customers),
        "contacts": (_("Contacts"), _contacts),
        "tasks": (_("Tasks"), _tasks),
        "activities": (_("Action records"), _activities),
    }
    wanted = kinds if scope == "all" else {scope: kinds[scope]}
    sections = [Section(title, look(text.strip(), reader)) for title, look in wanted.values()]
    return [section for section in sections if section.hits]


def _customers(text: str, reader: Employee) -> list[Hit]:
    ids = search.find(text, visible_to=reader, limit=EACH)
    rows = Customer.objects.visible_to(reader).select_related("owner").in_bulk(ids)
    return [
        Hit(rows[pk].name, str(rows[pk].owner or ""), f"/customers/{pk}/", "building")
        for pk in ids
        if pk in rows
    ]


def _contacts(text: str, reader: Employee) -> list[Hit]:
    ids = search.find(text, visible_to=reader, limit=EACH * 3)
    people = Contact.objects.visible_to(reader).filter(customer_id__in=ids)
    named = people.filter(name__icontains=text[:60]).select_related("customer")[:EACH]
    return [
        Hit(row.name, row.customer.name, f"/customers/{row.customer_id}/", "user") for row in named
    ]


def _tasks(text: str, reader: Employee) -> list[Hit]:
    if not reader.access.may("activities", "view"):
        return []
    rows = Task.objects.open().of(reader).filter(title__icontains=text[:60])[:EACH]
    return [
        Hit(
            row.title,
            f"{row.due_on:%Y-%m-%d}",
            reverse("activities:task", args=[row.pk]),
            "checkbox",
        )
        for row in rows
    ]


def _activities(text: str, reader: Employee) -> list[Hit]:
    """Only the reader's own newest records: a text search over all of them has no index."""
    if not reader.access.may("activities", "view"):
        return []
    mine = Activity.objects.filter(executor=reader, deleted_at=None).select_related("customer")
    rows = [row for row in mine.newest()[:300] if text.casefold() in row.subject.casefold()]
    return [
        Hit(row.subject, row.customer.name, reverse("activities:record", args=[row.pk]), "notes")
        for row in rows[:EACH]
    ]
