"""The company of the benchmark: a tree of 21 departments and 200 people."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils import translation

from zhuixiao.accounts.actions import company, departments, employees
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import DepartmentKind, Via
from zhuixiao.accounts.models import Department, Employee, Role

BRANCHES, OFFICES = 5, 3
SELLERS = 179
# Of a data set that lives on this machine only and holds nobody's data.
PASSWORD = "benchmark-Kaolin-42"  # noqa: S105
BOSS, MANAGER, SELLER = "bench-boss", "bench-manager-1", "bench-seller-1"


@dataclass(frozen=True)
class Seller:
    """Who owns customers and does activities."""

    pk: int
    department_id: int


def hire_all(at: datetime) -> list[Seller]:
    """Set the company up; gives its salespeople. Managers head the branches and offices."""
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
    units = _tree(by, boss.department)
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
    return [Seller(row.pk, row.department_id) for row in sellers]


def _tree(by: Actor, root: Department) -> list[Department]:
    units: list[Department] = []
    for branch_number in range(1, BRANCHES + 1):
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
