"""Groups: people who are chosen or cleared in one click."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from .. import audit
from ..audit import Actor
from ..models import Employee, Group


def save(*, by: Actor, name: str, members: Sequence[Employee], group: Group | None = None) -> Group:
    """Add a group, or change one; RuleError at `name` when another one has it."""
    by.employee.access.check("accounts", "manage")
    if not name.strip():
        raise RuleError(_("A name is needed."), field="name")
    is_new = group is None
    group = group or Group(position=Group.objects.count())
    ids = sorted(member.pk for member in members)
    before = [] if is_new else sorted(group.members.values_list("pk", flat=True))
    changes = {"name": (group.name, name.strip()), "members": (before, ids)}
    group.name = name.strip()
    with transaction.atomic():
        try:
            with transaction.atomic():
                group.save()
        except IntegrityError as error:
            raise RuleError(_("Another group has this name."), field="name") from error
        group.members.set(ids)
        changed = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
        _write(by, "add" if is_new else "change", group, changed)
    return group


def remove(*, by: Actor, group: Group) -> None:
    """Delete a group; the people stay."""
    by.employee.access.check("accounts", "manage")
    with transaction.atomic():
        _write(by, "remove", group, {"name": (group.name, "")})
        group.delete()


def shift(*, by: Actor, group: Group, by_places: int) -> None:
    """Move a group up (negative) or down in the order."""
    by.employee.access.check("accounts", "manage")
    with transaction.atomic():
        rows = list(Group.objects.select_for_update().order_by("position", "pk"))
        place = rows.index(group)
        target = min(max(place + by_places, 0), len(rows) - 1)
        rows.insert(target, rows.pop(place))
        for position, row in enumerate(rows):
            row.position = position
        Group.objects.bulk_update(rows, ["position"])


def _write(by: Actor, action: str, group: Group, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind="group",
        record_id=group.pk,
        label=group.name,
        changes=changes,
    )
