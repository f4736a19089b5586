"""Setting the demo company up: tree, people, groups, products."""

import json
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import translation

from zhuixiao.accounts.actions import company as company_actions
from zhuixiao.accounts.actions import departments, employees
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import DepartmentKind, Via
from zhuixiao.accounts.models import Company, Department, Employee, Group, Role
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product, ProductCategory

from . import people, words

LOGINS = "demo-logins.json"


def set_up(at: datetime) -> Actor:
    """The company with its tree and people; returns the boss as the actor of the rest."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    password = "".join(secrets.choice(letters) for _ in range(12))
    with translation.override("zh-hans"):
        boss = company_actions.set_up(
            name=people.COMPANY,
            time_zone="Asia/Shanghai",
            boss_name=people.BOSS.name,
            username=people.BOSS.username,
            password=password,
            at=at,
        )
    Company.objects.update(is_demo=True)
    by = Actor.of(boss, at=at, via=Via.COMMAND)
    tree = {"": boss.department}
    for name, kind, parent, _head in people.DEPARTMENTS:
        tree[name] = departments.add(
            by=by, name=name, parent=tree[parent], kind=DepartmentKind(kind)
        )
    staff = _hire(by, tree, boss)
    for name, kind, _parent, head in people.DEPARTMENTS:
        if head:
            departments.change(by=by, department=tree[name], name=name, kind=kind, head=staff[head])
    for position, (name, members) in enumerate(people.GROUPS.items()):
        group = Group.objects.create(name=name, position=position)
        group.members.set([staff[username] for username in members])
    _products()
    for position, (name, colour) in enumerate(words.TAGS.items()):
        Option.objects.create(pick_list=PickList.TAG, name=name, colour=colour, position=position)
    _keep_logins(password)
    return by


def logins() -> dict[str, str]:
    """Role -> "log-in name password" of the demo company on this machine; empty without one."""
    path = Path(settings.DATA_DIR) / LOGINS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _hire(by: Actor, tree: dict[str, Department], boss: Employee) -> dict[str, Employee]:
    roles = {row.key: row for row in Role.objects.all()}
    staff = {boss.username: boss}
    for number, person in enumerate(people.PEOPLE, start=1):
        staff[person.username] = employees.hire(
            by=by,
            name=person.name,
            username=person.username,
            department=tree[person.department],
            role=roles[person.role],
            phone=f"138000000{number:02d}",
            email=f"{person.username}@chenguang.example",
            title=person.title,
        )
    # Only the three people whose log-ins are printed can log in.
    for username in ("zhouping", "zhengbin"):
        staff[username].password = boss.password
        staff[username].save(update_fields=["password"])
    return staff


def _products() -> None:
    categories: dict[str, ProductCategory] = {}
    for category, name, sku, unit, price, cost in people.PRODUCTS:
        if category not in categories:
            categories[category] = ProductCategory.objects.create(
                name=category, position=len(categories)
            )
        Product.objects.create(
            name=name,
            sku=sku,
            category=categories[category],
            unit=unit,
            list_price=price * 100,
            standard_cost=cost * 100,
        )


def _keep_logins(password: str) -> None:
    """The log-ins live beside the data, readable by this user only, and nowhere in the program."""
    rows = {
        "boss": f"{people.BOSS.username} {password}",
        "manager": f"zhouping {password}",
        "sales": f"zhengbin {password}",
    }
    path = Path(settings.DATA_DIR) / LOGINS
    path.touch(mode=0o600)
    path.write_text(json.dumps(rows), encoding="utf-8")
