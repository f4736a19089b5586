"""Handing over everything that a leaver holds, all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from .. import audit, holdings
from ..audit import Actor
from ..models import Department, Employee, Group
from .employees import deactivate
from .ranks import check_may_manage

HEADS = "departments"


@dataclass(frozen=True)
class Share:
    """Who gets one kind of thing, shared by `rule` where there are several."""

    receiver_ids: Sequence[int]
    rule: str = ""


@transaction.atomic
def hand_over(*, by: Actor, leaver: Employee, plan: Mapping[str, Share]) -> dict[str, int]:
    """Give away what the plan names, kind by kind; returns how many of each went.

    Past numbers stay with the leaver. Raises RuleError where a receiver has left, is the leaver, or
    has no room; then nothing went.
    """
    leaver = (
        Employee.objects.with_access()
        .select_for_update(of=("self",), no_key=True)
        .get(pk=leaver.pk)
    )
    check_may_manage(by, leaver)
    wanted = {pk for share in plan.values() for pk in share.receiver_ids}
    people = Employee.objects.active().with_access().in_bulk(wanted)
    if wanted - people.keys() or leaver.pk in wanted:
        raise RuleError(_("Choose people who work here and stay."))
    gone: dict[str, int] = {}
    for kind in holdings.all_kinds():
        share = plan.get(kind.key)
        if share is None or not share.receiver_ids:
            continue
        receivers = [people[pk] for pk in share.receiver_ids]
        gone[kind.key] = kind.hand_over(by, leaver, receivers, share.rule)
    audit.write(
        by=by,
        action="hand_over",
        kind="employee",
        record_id=leaver.pk,
        label=leaver.name,
        changes={key: (number, 0) for key, number in gone.items() if number},
    )
    return gone


@transaction.atomic
def let_go(*, by: Actor, leaver: Employee, plan: Mapping[str, Share]) -> None:
    """End every access at once. Deactivating leaves departments without a head, so that whoever
    the plan names for them takes them before. Raises as `hand_over` and `deactivate` do."""
    if HEADS in plan:
        hand_over(by=by, leaver=leaver, plan={HEADS: plan[HEADS]})
    deactivate(by=by, employee=leaver)


def count_groups(person: Employee, _now: datetime) -> int:
    """Groups that the person is in."""
    return Group.objects.filter(members=person).count()


def replace_in_groups(
    _by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str
) -> int:
    """The first receiver takes the leaver's place in every group."""
    rows = list(Group.objects.filter(members=leaver))
    for group in rows:
        group.members.remove(leaver)
        group.members.add(receivers[0])
    return len(rows)


def count_departments(person: Employee, _now: datetime) -> int:
    """Departments that the person heads."""
    return Department.objects.filter(head=person).count()


def replace_as_head(_by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """The first receiver heads the leaver's departments."""
    return Department.objects.filter(head=leaver).update(head=receivers[0])
