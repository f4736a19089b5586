"""How many customers a person may hold (库容), checked by the ownership service alone."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from ..models import Cap, Customer


def check(gains: Mapping[Employee, int]) -> None:
    """Raises RuleError naming who has no room for so many more customers.

    Call it inside the transaction of the change: the caps stay locked until its end, so that two
    changes at once cannot both find the last place free.
    """
    rooms = room_of(gains)
    for person, more in gains.items():
        room = rooms[person.pk]
        if room is not None and more > room:
            told = {"name": person.name, "room": max(room, 0), "more": more}
            raise RuleError(
                _("%(name)s has room for %(room)d more customers, not for %(more)d.") % told,
                field="owner",
            )


def room_of(people: Iterable[Employee]) -> dict[int, int | None]:
    """How many more customers each may get, by employee id; None without a cap, less than 0 where
    a cap came later than the customers. Locks the caps that it found."""
    people = list(people)
    caps = list(Cap.objects.order_by("pk").select_for_update())
    if not caps:
        return dict.fromkeys((person.pk for person in people), None)
    members = {cap.pk: set(cap.people.values_list("pk", flat=True)) for cap in caps}
    units = {cap.pk: set(cap.departments.values_list("pk", flat=True)) for cap in caps}
    rooms: dict[int, int | None] = {}
    for person in people:
        cap = _nearest(person, caps, members, units)
        rooms[person.pk] = None if cap is None else cap.most - _held(person, cap, units[cap.pk])
    return rooms


def _nearest(
    person: Employee,
    caps: Iterable[Cap],
    members: Mapping[int, set[int]],
    units: Mapping[int, set[int]],
) -> Cap | None:
    """The person's own cap, else that of the nearest department, else the company's."""
    above = person.department.ancestor_ids

    def nearness(cap: Cap) -> int:
        if person.pk in members[cap.pk]:
            return len(above) + 1
        if not members[cap.pk] and not units[cap.pk]:
            return 0
        return max((above.index(pk) + 1 for pk in units[cap.pk] if pk in above), default=-1)

    found = max(caps, key=nearness)
    return found if nearness(found) >= 0 else None


def _held(person: Employee, cap: Cap, units: set[int]) -> int:
    """What counts against the cap now."""
    rows = Customer.objects.filter(owner=person, deleted_at=None)
    if cap.together and units:
        unit = next(pk for pk in reversed(person.department.ancestor_ids) if pk in units)
        inside = Employee.objects.filter(
            Q(department__path__contains=f"/{unit}/") | Q(department__path__startswith=f"{unit}/")
        )
        rows = Customer.objects.filter(owner__in=inside.values("pk"), deleted_at=None)
    if cap.ignores_won:
        rows = rows.filter(won_at=None)
    ignored = list(cap.ignored_stages.values_list("pk", flat=True))
    if ignored:
        rows = rows.exclude(stage__in=ignored)
    return rows.count()
