"""What the form of an action record offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhuixiao.accounts.models import Employee
from zhuixiao.accounts.queries import people
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.customers.queries import search
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.templatetags.people import Team

from ..models import Activity
from .lists import recent_subjects
from .standards import standards
from .types import Type, all_types

MOST_CHOICES = 20


@dataclass(frozen=True)
class Offer:
    """Choices of the form; `scripts` is what the page's script needs, by the type's id."""

    types: Sequence[Type]
    teams: Sequence[Team]
    groups: Sequence[Team]
    standards: dict[str, str]
    scripts: dict[int, dict[str, Any]]


def offer(employee: Employee, *, keep_type: int | None = None) -> Offer:
    """Types with their templates, people by department and group, entry standards."""
    types = all_types(keep=keep_type)
    subjects = recent_subjects(employee)
    return Offer(
        types=types,
        teams=people.teams(employee),
        groups=people.group_teams(employee),
        standards=standards(),
        scripts={
            row.option.pk: {
                "template": str(row.rule.template),
                "needsTranscript": row.rule.needs_transcript,
                "subjects": subjects.get(row.option.pk, []),
            }
            for row in types
        },
    )


def usual_type(employee: Employee) -> int | None:
    """The type that the person logged last."""
    rows = Activity.objects.filter(executor=employee, deleted_at=None, type__retired_at=None)
    return rows.newest().values_list("type", flat=True).first()


def customers(employee: Employee, text: str) -> list[Customer]:
    """Visible customers that answer a search; without a text those last dealt with."""
    visible = Customer.objects.visible_to(employee)
    if text.strip():
        ids = search.find(text, visible_to=employee, limit=MOST_CHOICES)
        found = visible.in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]
    recent = Activity.objects.filter(executor=employee, deleted_at=None).newest()
    ids = list(dict.fromkeys(recent.values_list("customer", flat=True)[:60]))[:MOST_CHOICES]
    found = visible.in_bulk(ids)
    mine = [found[pk] for pk in ids if pk in found]
    return mine or list(visible.filter(owner=employee).order_by("-pk")[:MOST_CHOICES])


def contacts(customer: Customer | None) -> list[Contact]:
    """The people at a customer in their order."""
    if customer is None:
        return []
    return list(customer.contacts.filter(deleted_at=None).order_by("position", "pk")[:50])


def waiting_files(employee: Employee, ids: Sequence[str]) -> list[StoredFile]:
    """The person's own uploads that no record has yet, for a form that comes back."""
    waiting = StoredFile.objects.waiting().filter(uploaded_by=employee)
    return [row for row in waiting.order_by("created_at") if str(row.pk) in ids]
