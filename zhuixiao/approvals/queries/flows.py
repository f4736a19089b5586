"""Which flow holds for what is asked."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from zhuixiao.accounts.models import Department, Employee

from .. import subjects
from ..models import FlowVersion


def matching(
    subject: str, *, facts: Mapping[str, int], kind: str, department: Department, asker: Employee
) -> FlowVersion | None:
    """The newest version of the first enabled flow whose conditions hold; None without one."""
    versions = FlowVersion.objects.filter(
        flow__subject=subject,
        flow__is_enabled=True,
        flow__retired_at=None,
        number=F("flow__number"),
    )
    for version in versions.select_related("flow").order_by("flow__position", "flow_id"):
        if _holds(subject, version.conditions, facts, kind, department, asker):
            return version
    return None


def _misses(value: int, limit: int, *, is_floor: bool) -> bool:
    return value > limit if is_floor else value < limit


def _holds(
    subject: str,
    conditions: Mapping[str, Any],
    facts: Mapping[str, int],
    kind: str,
    department: Department,
    asker: Employee,
) -> bool:
    known = subjects.find(subject)
    for name, limit in conditions.get("at_least", {}).items():
        fact = known.facts.get(name) if known else None
        value = facts.get(name)
        # A number that nobody told never lets anything pass unseen.
        if fact and value is not None and _misses(value, limit, is_floor=fact.is_floor):
            return False
    kinds, roles = conditions.get("kinds", []), conditions.get("roles", [])
    units = set(conditions.get("departments", []))
    return (
        (not kinds or kind in kinds)
        and (not roles or asker.role_id in roles)
        and (not units or bool(units & set(department.ancestor_ids)))
    )
