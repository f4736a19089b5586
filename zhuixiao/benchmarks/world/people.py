"""The company of the benchmark: 1,000 people, of them 200 in the five branches that most rows ask
about, and the others in a branch of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils import translation

from zhuixiao.accounts.actions import company, departments, employees
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import DepartmentKind, Via
from zhuixiao.accounts.models import Department, Employee, Role

BRANCHES, OFFICES = 5, 3
SELLERS, OTHERS = 179, 800
# Of a data set that lives on this machine only and holds nobody's data.
PASSWORD = "benchmark-Kaolin-42"  # noqa: S105
BOSS, MANAGER, SELLER = "bench-boss", "bench-manager-1", "bench-seller-1"


@dataclass(frozen=True)
class Seller:
    """Who owns customers and does activities."""

    pk: int
    department_id: int


def hire_all(at: datetime) -> list[Seller]:
    """Set the company up; gives its salespeople, those of the five branches first. Managers head
    the branches and offices."""
    with translation.override("zh-hans"):
        boss = company.set_up(
            name="Benchmark",
            time_zone="Asia/Shanghai",
            boss_name="老板",
            username=BOSS,
            password=PASSWORD,
            at=at,
        )
    by = Actor.of(boss, at=at, via=Via.COMMAND)
    units = _tree(by, boss.department, range(1, BRANCHES + 1))
    roles = {row.key: row for row in Role.objects.all()}
    for number, unit in enumerate(units, start=1):
        head = _hire(by, f"经理{number}", f"bench-manager-{number}", unit, roles["manager"])
        departments.change(by=by, department=unit, name=unit.name, kind=unit.kind, head=head)
    sellers = [
        _hire(by, f"销售{number}", f"bench-seller-{number}", units[number % len(units)], role)
        for role in [roles["sales"]]
        for number in range(1, SELLERS + 1)
    ]
    Employee.objects.filter(username__in=[MANAGER, SELLER]).update(password=make_password(PASSWORD))
    others = _others(sellers[0], _tree(by, boss.department, [BRANCHES + 1]))
    return [Seller(row.pk, row.department_id) for row in (*sellers, *others)]


def branches() -> list[int]:
    """The departments in which the 200 are, with all below them."""
    rows = Department.objects.filter(kind=DepartmentKind.BRANCH).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BRANCHES])


def units() -> list[int]:
    """The branches and their offices."""
    tops = Department.objects.filter(pk__in=branches()).values_list("path", flat=True)
    below = (Department.objects.filter(path__startswith=path) for path in tops)
    return [unit.pk for rows in below for unit in rows]


def _others(like: Employee, units: Sequence[Department]) -> list[Employee]:
    """Many at once, each as the one was hired."""
    held = {field.attname: getattr(like, field.attname) for field in like._meta.concrete_fields}
    rows = []
    for number in range(1, OTHERS + 1):
        name, unit = f"同事{number}", units[number % len(units)]
        own = {"id": None, "name": name, "username": f"bench-other-{number}"}
        rows.append(Employee(**{**held, **own, "department_id": unit.pk}))
    made: list[Employee] = Employee.objects.bulk_create(rows)
    return made


def _tree(by: Actor, root: Department, numbers: Iterable[int]) -> list[Department]:
    units: list[Department] = []
    for branch_number in numbers:
        branch = departments.add(
            by=by, name=f"分公司{branch_number}", parent=root, kind=DepartmentKind.BRANCH
        )
        units.append(branch)
        units += [
            departments.add(
                by=by,
                name=f"办事处{branch_number}-{number}",
                parent=branch,
                kind=DepartmentKind.OFFICE,
            )
            for number in range(1, OFFICES + 1)
        ]
    return units


def _hire(by: Actor, name: str, username: str, unit: Department, role: Role) -> Employee:
    return employees.hire(by=by, name=name, username=username, department=unit, role=role)
