"""Who works by which terms."""

from collections.abc import Iterable
from datetime import date

from zhuixiao.accounts.access import module_grant
from zhuixiao.accounts.models import Employee

from ..attendance_terms import Terms
from ..models import AttendanceGroup, AttendancePlace
from ..models.attendance import MODULE


class Belonging:
    """All groups, read once: whoever is named belongs to that group, others to the one of the
    nearest department above, the rest to the default group."""

    def __init__(self) -> None:
        groups = {row.pk: row for row in AttendanceGroup.objects.order_by("pk")}
        self._default = next((row for row in groups.values() if row.is_default), None)
        links = AttendanceGroup.people.through.objects.order_by("-attendancegroup_id")
        self._people = {
            person: groups[pk]
            for pk, person in links.values_list("attendancegroup_id", "employee_id")
        }
        units = AttendanceGroup.departments.through.objects.order_by("-attendancegroup_id")
        self._units = {
            unit: groups[pk]
            for pk, unit in units.values_list("attendancegroup_id", "department_id")
        }

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


def places_of(group: AttendanceGroup | None) -> list[AttendancePlace]:
    """Where its people sign in; none: anywhere."""
    return list(group.places.order_by("pk")) if group else []


def listed() -> Iterable[AttendanceGroup]:
    """For the settings: the default group last."""
    rows = AttendanceGroup.objects.prefetch_related("places", "departments", "people")
    return rows.order_by("is_default", "pk")
