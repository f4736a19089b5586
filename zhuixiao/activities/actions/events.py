"""Events of the calendar: added, changed, moved, taken away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor, Changes
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.kit.text.normal import clean
from zhuixiao.notices.actions import notify

from ..models import Event
from ..queries import rights
from .conflicts import kept_of_theirs
from .faults import Faults
from .reminding import moment

KIND = "event"
LENGTH = 120
NOTE_LENGTH = 5_000
LONGEST = timedelta(days=366)
MOST_PARTICIPANTS = 200


@dataclass(frozen=True)
class NewEvent:
    """An event as it is typed."""

    title: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool = False
    note: str = ""
    place: str = ""
    customer_id: int | None = None
    participant_ids: Sequence[int] = ()
    remind_minutes_before: int | None = None


@transaction.atomic
def add(*, by: Actor, new: NewEvent) -> Event:
    """A new event in the own calendar and in those of the participants.

    Raises NotAllowed, Invalid.
    """
    by.employee.access.check("activities", "create")
    values = _checked(by, new, None)
    people = values.pop("participants")
    event = Event(owner=by.employee, department_id=by.employee.department_id, created_at=by.at)
    _set(by, event, values)
    event.save(force_insert=True)
    event.participants.set(people)
    _write_audit(by, event, "create")
    _tell(by, event, people, gettext_noop("%(name)s invited you: %(title)s"))
    return event


@transaction.atomic
def edit(
    *,
    by: Actor,
    event: Event,
    new: NewEvent,
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Event:
    """Change an event. `version` is the one that the person saw; mine wins in the
    fields that `keep_mine` names.

    Raises NotAllowed, Invalid, Conflict.
    """
    locked = _locked(by, event)
    before = sorted(locked.participants.values_list("pk", flat=True))
    values = _checked(by, new, locked)
    for name in kept_of_theirs(
        kind=KIND,
        record_id=locked.pk,
        mine=values,
        seen=version,
        now=locked.version,
        record=locked,
        keep_mine=keep_mine,
    ):
        del values[name]
    people = values.pop("participants", before)
    changes: dict[str, tuple[Any, Any]] = audit.differences(locked, values)
    if people != before:
        changes["participants"] = (before, people)
    if changes:
        _set(by, locked, values)
        _save(by, locked, "edit", changes)
        locked.participants.set(people)
        added = set(people) - set(before)
        _tell(by, locked, added, gettext_noop("%(name)s invited you: %(title)s"))
        if {"starts_at", "ends_at"} & set(changes):
            others = (set(people) | {locked.owner_id}) - added
            _tell(by, locked, others, gettext_noop("%(name)s moved: %(title)s"))
    return locked


@transaction.atomic
def move(*, by: Actor, event: Event, starts_at: datetime) -> Event:
    """Let an event begin at another moment; it keeps its length. Raises NotAllowed."""
    locked = _locked(by, event)
    values = {
        "starts_at": starts_at.astimezone(UTC),
        "ends_at": starts_at.astimezone(UTC) + (locked.ends_at - locked.starts_at),
    }
    changes = audit.differences(locked, values)
    if changes:
        _set(by, locked, values)
        _save(by, locked, "edit", changes)
        people = {locked.owner_id, *locked.participants.values_list("pk", flat=True)}
        _tell(by, locked, people, gettext_noop("%(name)s moved: %(title)s"))
    return locked


@transaction.atomic
def delete(*, by: Actor, event: Event) -> None:
    """Take an event out of all calendars. Raises NotAllowed."""
    locked = _locked(by, event)
    locked.deleted_at = by.at
    _save(by, locked, "delete")
    people = {locked.owner_id, *locked.participants.values_list("pk", flat=True)}
    _tell(by, locked, people, gettext_noop("%(name)s called off: %(title)s"))


@transaction.atomic
def restore(*, by: Actor, event: Event) -> None:
    """Undo `delete`."""
    locked = _locked(by, event)
    locked.deleted_at = None
    _save(by, locked, "restore")


def _locked(by: Actor, event: Event) -> Event:
    """The event, for its owner and for who oversees the owner's department."""
    row = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    by.employee.access.check("activities", "edit")
    if row.owner_id != by.employee.pk and not rights.oversees(by.employee, row.department_id):
        raise NotAllowed
    return row


def _checked(by: Actor, new: NewEvent, before: Event | None) -> dict[str, Any]:
    """Values by column, and the sorted ids of the participants. Raises Invalid."""
    faults = Faults()
    title, place = " ".join(clean(new.title).split()), " ".join(clean(new.place).split())
    note = clean(new.note, multiline=True)
    if not title:
        faults.add("title", _("Say in a few words what takes place."))
    faults.too_long(
        [("title", title, LENGTH), ("place", place, LENGTH), ("note", note, NOTE_LENGTH)]
    )
    if new.ends_at < new.starts_at:
        faults.add("ends_at", _("It ends before it begins."))
    elif new.ends_at - new.starts_at > LONGEST:
        faults.add("ends_at", _("An event lasts a year at most."))
    faults.reminder(new.remind_minutes_before)
    faults.customer(by, new.customer_id, held=before.customer_id if before else None)
    people = _participants(by, new.participant_ids, before)
    if people is None:
        text = _("Somebody among the participants has left or cannot be chosen. Choose again.")
        faults.add("participants", text)
    faults.refuse()
    return {
        "title": title,
        "note": note,
        "place": place,
        "starts_at": new.starts_at.astimezone(UTC),
        "ends_at": new.ends_at.astimezone(UTC),
        "is_all_day": new.is_all_day,
        "customer_id": new.customer_id,
        "remind_minutes_before": new.remind_minutes_before,
        "participants": people,
    }


def _participants(by: Actor, ids: Iterable[int], before: Event | None) -> list[int] | None:
    owner = before.owner_id if before else by.employee.pk
    wanted = sorted({*ids} - {owner})
    held = set(before.participants.values_list("pk", flat=True)) if before else set()
    fresh = [pk for pk in wanted if pk not in held]
    if len(wanted) > MOST_PARTICIPANTS:
        return None
    known = Employee.objects.active().known_to(by.employee)
    found = known.filter(pk__in=fresh).count() if fresh else 0
    return wanted if found == len(fresh) else None


def _set(by: Actor, event: Event, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(event, name, value)
    event.remind_at = moment(event.starts_at, event.remind_minutes_before, by.at)
    event.reminded_at = None


def _save(by: Actor, event: Event, action: str, changes: Changes | None = None) -> None:
    event.version += 1
    event.save()
    _write_audit(by, event, action, changes)


def _write_audit(by: Actor, event: Event, action: str, changes: Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=event.pk,
        label=event.title,
        changes=changes,
        version=event.version,
    )


def _tell(by: Actor, event: Event, people: Collection[int], text: str) -> None:
    if people:
        notify(
            to=people,
            kind="activities.task",
            text=text,
            params={"name": by.employee.name, "title": event.title},
            at=by.at,
            url=f"/events/{event.pk}/",
            customer_id=event.customer_id or 0,
            by_id=by.employee.pk,
        )
