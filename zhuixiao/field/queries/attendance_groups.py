"""Who works by which terms."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Value

from zhuixiao.accounts.access import module_grant
from zhuixiao.accounts.models import Employee

from ..attendance.terms import Terms
from ..models import AttendanceGroup, AttendancePlace
from ..models.attendance import MODULE


class Belonging:
    """The groups of these people, read once: whoever is named belongs to that group, others to the
    one of the nearest department above, the rest to the default group."""

    def __init__(self, people: Sequence[Employee]) -> None:
        groups = {row.pk: row for row in AttendanceGroup.objects.order_by("pk")}
        self._default = next((row for row in groups.values() if row.is_default), None)
        self._people: dict[int, AttendanceGroup] = {}
        self._units: dict[int, AttendanceGroup] = {}
        # Of two groups the older one holds.
        links = sorted(_links(people), reverse=True) if len(groups) > 1 else ()
        for pk, key, is_person in links:
            (self._people if is_person else self._units)[key] = groups[pk]

    def of(self, person: Employee) -> AttendanceGroup | None:
        """None only before anybody set up a group. Needs the department loaded."""
        if person.pk in self._people:
            return self._people[person.pk]
        above = reversed(person.department.ancestor_ids)
        return next((self._units[pk] for pk in above if pk in self._units), self._default)

    def terms(self, person: Employee) -> Terms:
        """What was agreed with the person."""
        group = self.of(person)
        return group.terms if group else Terms()

    def is_expected(self, person: Employee, day: date, *, came_on: date, left_on: date) -> bool:
        """Whether the person is absent on a day without a punch: from the day that the group says,
        while he is with the company, and if his role punches at all."""
        group = self.of(person)
        if group is None or group.expected_from is None or day < group.expected_from:
            return False
        if not came_on <= day <= left_on:
            return False
        return "create" in module_grant(person.role, MODULE)[1]


def _links(people: Sequence[Employee]) -> Iterable[tuple[int, int, bool]]:
    """(group, person or department, whether it is a person) in one question."""
    named = AttendanceGroup.people.through.objects.filter(employee__in=people)
    units = AttendanceGroup.departments.through.objects.all()
    found: Iterable[tuple[int, int, bool]] = named.values_list(
        "attendancegroup_id",
        "employee_id",
        Value(True),  # noqa: FBT003
    ).union(
        units.values_list("attendancegroup_id", "department_id", Value(False)),  # noqa: FBT003
        all=True,
    )
    return found


def places_of(group: AttendanceGroup | None) -> list[AttendancePlace]:
    """Where its people sign in; none: anywhere."""
    return list(group.places.order_by("pk")) if group else []


def listed() -> Iterable[AttendanceGroup]:
    """For the settings: the default group last."""
    rows = AttendanceGroup.objects.prefetch_related("places", "departments", "people")
    return rows.order_by("is_default", "pk")
