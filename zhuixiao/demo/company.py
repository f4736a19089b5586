"""Setting the demo company up: tree, people, groups, products."""

import json
import secrets
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.utils import translation

from zhuixiao.accounts.actions import company as company_actions
from zhuixiao.accounts.actions import departments, employees, letterhead
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import DepartmentKind, Via
from zhuixiao.accounts.models import Company, Department, Employee, Group, Role
from zhuixiao.catalog.actions import categories, products
from zhuixiao.catalog.actions.bundles import Part
from zhuixiao.catalog.actions.prices import Tier
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product, ProductCategory, ProductCost

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
    _products(by)
    for position, (name, colour) in enumerate(words.TAGS.items()):
        Option.objects.create(pick_list=PickList.TAG, name=name, colour=colour, position=position)
    letterhead.change(by=by, values=people.LETTERHEAD)
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


def _products(by: Actor) -> None:
    """Costs went up by a few percent twice a year; key customers pay less, and less still for
    many."""
    shelves: dict[str, ProductCategory] = {}
    key, normal = Option.objects.of(PickList.IMPORTANCE)[:2]
    for category, name, sku, unit, price, cost in people.PRODUCTS:
        if category not in shelves:
            shelves[category] = categories.add(by=by, name=category)
        product = products.add(
            by=by,
            values=ProductValues(
                name=name,
                sku=sku,
                category=shelves[category],
                unit=unit,
                list_price=price * 100,
                standard_cost=cost * 100,
                tiers=[
                    Tier(key.pk, price * 88 // 100 * 100),
                    Tier(key.pk, price * 82 // 100 * 100, least=100),
                    Tier(normal.pk, price * 95 // 100 * 100),
                ],
            ),
        )
        _past_costs(by, product, cost)
    category, name, sku, unit, price, parts = people.BUNDLE
    held = Product.objects.in_bulk(parts, field_name="sku")
    products.add(
        by=by,
        values=ProductValues(
            name=name,
            sku=sku,
            category=shelves[category],
            unit=unit,
            list_price=price * 100,
            parts=[Part(held[one].pk, Decimal(number)) for one, number in parts.items()],
        ),
    )


def _past_costs(by: Actor, product: Product, cost: int) -> None:
    """In January and July of this year and the last; the latest is today's cost."""
    days = [date(year, month, 1) for year in (by.today.year, by.today.year - 1) for month in (7, 1)]
    past = [day for day in days if day < by.today]
    for step, day in enumerate(past):
        amount = round(cost * 100 * (100 - 3 * step) / 100, -1)
        ProductCost.objects.update_or_create(
            product=product,
            valid_from=day,
            defaults={"cost": amount, "changed_by": by.employee, "changed_at": by.at},
        )
    if past:
        # It costs that since the latest of these days, not only since the demo was made.
        ProductCost.objects.filter(product=product, valid_from=by.today).delete()


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
