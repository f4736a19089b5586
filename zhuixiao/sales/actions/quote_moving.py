"""Draft quotes that go to another person."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee

from ..choices import QuoteState
from ..models import Quote


def count_drafts(person: Employee, _now: datetime) -> int:
    """Drafts whose credit would be this person's; what was sent stays credited as it was."""
    return _drafts(person).count()


def hand_over_drafts(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """One after the other to each."""
    rows = list(_drafts(leaver).order_by("pk").select_for_update(of=("self",)))
    for place, row in enumerate(rows):
        person = receivers[place % len(receivers)]
        row.owner, row.department_id = person, person.department_id
        row.version += 1
    Quote.objects.bulk_update(rows, ["owner", "department", "version"], batch_size=500)
    return len(rows)


def _drafts(person: Employee) -> "QuerySet[Quote]":
    return Quote.objects.filter(owner=person, state=QuoteState.DRAFT, deleted_at=None)
