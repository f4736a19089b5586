"""People to list and to choose from."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.templatetags.people import Choice, Team
from zhuixiao.kit.trees import in_tree_order

from ..models import Department, Employee, EmployeeQuerySet, Group


@dataclass(frozen=True)
class PeopleFilter:
    """What the list of employees asks for."""

    text: str = ""
    department: Department | None = None
    has_left: bool = False


def listed(chosen: PeopleFilter) -> EmployeeQuerySet:
    """Employees by name, log-in name, phone or mail, in a department and below it."""
    rows: EmployeeQuerySet = Employee.objects.with_access().filter(is_active=not chosen.has_left)
    if chosen.department:
        rows = rows.filter(department__path__startswith=chosen.department.path)
    if text := chosen.text.strip():
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(username__icontains=text)
            | Q(phone__contains=text)
            | Q(email__icontains=text)
        )
    return rows.order_by("department__path", "-role__rank", "pk")


def who(login: str) -> Employee:
    """Who acts on the command line: the active person of this log-in name; without one the boss who
    has been there longest. Raises RuleError for nobody."""
    people = Employee.objects.with_access().active()
    found = people.filter(username=login) if login else people.filter(role__key="boss")
    person: Employee | None = found.order_by("pk").first()
    if person is not None:
        return person
    if login:
        raise RuleError(_("Nobody logs in as %(name)s.") % {"name": login})
    raise RuleError(_("There is no company yet: run `zhuixiao serve` and set it up."))


def teams(reader: Employee, *, but: int = 0) -> list[Team]:
    """Everybody whom the reader may choose, `but` one, by department in the order of the tree, for
    the people picker."""
    people: dict[int, list[Choice]] = {}
    known = Employee.objects.active().known_to(reader).exclude(pk=but)
    for employee in known.order_by("-role__rank", "pk"):
        choice = Choice(employee.pk, employee.name)
        people.setdefault(employee.department_id, []).append(choice)
    departments = in_tree_order(Department.objects.filter(pk__in=people))
    return [Team(row.name, people=people[row.pk]) for row in departments]


def group_teams(reader: Employee) -> list[Team]:
    """The groups that the reader may choose, with the ids of those active members whom the reader
    knows, for the people picker."""
    members: dict[int, list[int]] = {}
    known = Employee.objects.active().known_to(reader)
    pairs = Group.members.through.objects.filter(employee__in=known)
    for group_id, employee_id in pairs.values_list("group_id", "employee_id"):
        members.setdefault(group_id, []).append(employee_id)
    groups = Group.objects.known_to(reader).order_by("position", "pk")
    return [Team(group.name, ids=members.get(group.pk, [])) for group in groups]
