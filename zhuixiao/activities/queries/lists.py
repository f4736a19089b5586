"""Action records by filters: the page 行动历史."""

from dataclasses import dataclass

from django.db.models import Q

from zhuixiao.accounts.models import Employee, Group
from zhuixiao.catalog.models import Option
from zhuixiao.kit.periods import Period

from ..models import Activity, ActivityExecutor, ActivityQuerySet


@dataclass(frozen=True)
class HistoryFilter:
    """What the page asks for; None, "" and False mean any."""

    period: Period
    person: Employee | None = None
    group: Group | None = None
    type: Option | None = None
    text: str = ""
    has_evidence: bool = False


def listed(chosen: HistoryFilter, *, reader: Employee) -> ActivityQuerySet:
    """The visible records that fit, newest first. Executors count, not only the main one."""
    first, last = chosen.period.start, chosen.period.end
    rows = Activity.objects.visible_to(reader).filter(day__gte=first, day__lte=last)
    if chosen.person:
        rows = rows.filter(_carried_out_by([chosen.person.pk]))
    if chosen.group:
        members = chosen.group.members.values_list("pk", flat=True)
        rows = rows.filter(_carried_out_by(list(members)))
    if chosen.type:
        rows = rows.filter(type=chosen.type)
    if chosen.has_evidence:
        rows = rows.filter(is_verified=True)
    if text := chosen.text.strip():
        rows = rows.filter(Q(subject__icontains=text) | Q(customer__name__icontains=text))
    return rows.newest()


def recent_subjects(employee: Employee, *, most: int = 4) -> dict[int, list[str]]:
    """What the person last wrote as subject, by type: suggestions for the next record."""
    rows = Activity.objects.filter(executor=employee, deleted_at=None).newest()
    found: dict[int, list[str]] = {}
    for type_id, subject in rows.values_list("type", "subject")[:80]:
        known = found.setdefault(type_id, [])
        if subject not in known and len(known) < most and len(subject) <= 30:
            known.append(subject)
    return found


def _carried_out_by(ids: list[int]) -> Q:
    joined = ActivityExecutor.objects.filter(employee__in=ids).values("activity")
    return Q(pk__in=joined)
