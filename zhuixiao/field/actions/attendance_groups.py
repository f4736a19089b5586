"""Attendance groups: who works by which terms, and where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.geo import Datum, position
from zhuixiao.kit.text.normal import clean

from ..attendance import terms as attendance_terms
from ..attendance.terms import Terms
from ..models import AttendanceGroup, AttendancePlace

KIND = "attendance_group"
LEAST_RADIUS, MOST_RADIUS = 50, 3000
MOST_PLACES = 100


@dataclass(frozen=True)
class GroupValues:
    """A group as it is typed; the default group names nobody."""

    name: str
    terms: Terms
    expected_from: date | None = None
    departments: Sequence[Department] = field(default=())
    people: Sequence[Employee] = field(default=())


def on_setup(_by: Actor) -> None:
    """The group of everybody in a new company: no places, and nobody is absent until a day is
    set."""
    AttendanceGroup.objects.create(
        name=_("Everybody"), is_default=True, terms_json=Terms().as_json()
    )


@transaction.atomic
def save(
    *,
    by: Actor,
    group: AttendanceGroup | None,
    values: GroupValues,
    version: int | None = None,
) -> AttendanceGroup:
    """Make a group, or change one; days that are past keep what held then. Raises NotAllowed,
    RuleError, Conflict."""
    by.employee.access.check("attendance", "manage")
    row = group or AttendanceGroup()
    if group is not None:
        row = AttendanceGroup.objects.select_for_update().get(pk=group.pk)
        if version is not None and version != row.version:
            raise Conflict({}, version=row.version)
    name = clean(values.name)
    if not name:
        raise RuleError(_("A name is needed."), field="name")
    if AttendanceGroup.objects.filter(name=name).exclude(pk=row.pk).exists():
        raise RuleError(_("Another group has this name."), field="name")
    attendance_terms.check(values.terms.pairs, values.terms.noon)
    _check_members(row, values)
    before = _told(row) if group else {}
    row.name, row.terms_json = name, values.terms.as_json()
    row.expected_from = values.expected_from
    if group:
        row.version += 1
    row.save()
    if not row.is_default:
        row.departments.set(values.departments)
        row.people.set(values.people)
    after = _told(row)
    changes = {
        key: (before.get(key), value) for key, value in after.items() if before.get(key) != value
    }
    if changes:
        _log(by, "edit" if group else "create", row, changes)
    return row


@transaction.atomic
def remove(*, by: Actor, group: AttendanceGroup) -> None:
    """Its people belong to the group of their department, or of everybody. Raises NotAllowed,
    RuleError for the default group."""
    by.employee.access.check("attendance", "manage")
    if group.is_default:
        raise RuleError(_("The group of everybody else stays."))
    _log(by, "delete", group, {})
    group.delete()


@transaction.atomic
def save_place(
    *,
    by: Actor,
    group: AttendanceGroup,
    place: AttendancePlace | None,
    name: str,
    latitude: float,
    longitude: float,
    datum: Datum,
    radius: int,
) -> AttendancePlace:
    """Add a place to a group, or move one. Raises NotAllowed, RuleError."""
    by.employee.access.check("attendance", "manage")
    where = position(latitude, longitude, datum)
    if not clean(name):
        raise RuleError(_("A name is needed."), field="name")
    if not LEAST_RADIUS <= radius <= MOST_RADIUS:
        raise RuleError(_("The radius is 50 to 3,000 metres."), field="radius")
    if place is None and group.places.count() >= MOST_PLACES:
        raise RuleError(_("At most 100 places in one group."))
    row = place or AttendancePlace(group=group)
    values = {
        "name": clean(name)[:60],
        "latitude": round(where.latitude, 6),
        "longitude": round(where.longitude, 6),
        "radius": radius,
    }
    changes = audit.differences(row, values)
    for key, value in values.items():
        setattr(row, key, value)
    row.save()
    if changes:
        _log(by, "place", group, changes)
    return row


@transaction.atomic
def remove_place(*, by: Actor, place: AttendancePlace) -> None:
    """Punches that were made there keep their distance. Raises NotAllowed."""
    by.employee.access.check("attendance", "manage")
    _log(by, "remove_place", place.group, {"name": (place.name, None)})
    place.delete()


def _check_members(row: AttendanceGroup, values: GroupValues) -> None:
    """Nobody belongs to two groups by name."""
    if row.is_default:
        return
    if not values.people and not values.departments:
        raise RuleError(_("Choose departments or people."), field="departments")
    others = AttendanceGroup.objects.exclude(pk=row.pk)
    for name, chosen in (("departments", values.departments), ("people", values.people)):
        taken = others.filter(**{f"{name}__in": [one.pk for one in chosen]}).first()
        if taken:
            text = _("Some of them belong to “%(group)s” already.") % {"group": taken.name}
            raise RuleError(text, field=name)


def _told(row: AttendanceGroup) -> dict[str, object]:
    terms = row.terms
    shift = [
        f"{attendance_terms.clock(one.begins)}-{attendance_terms.clock(one.ends)}"
        for one in terms.pairs
    ]
    return {
        "name": row.name,
        "shift": ", ".join(shift),
        "grace": terms.grace,
        "counts_outside": terms.counts_outside,
        "needs_note": terms.needs_note,
        "expected_from": row.expected_from and row.expected_from.isoformat(),
        "departments": sorted(row.departments.values_list("pk", flat=True)),
        "people": sorted(row.people.values_list("pk", flat=True)),
    }


def _log(by: Actor, action: str, row: AttendanceGroup, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=row.pk,
        label=row.name,
        changes=changes,
        version=row.version,
    )
