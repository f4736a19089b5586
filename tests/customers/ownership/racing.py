"""One of two processes that work on the same customers at the same instants.

`python -m tests.customers.ownership.racing KIND PLACE ROUNDS FOLDER` prints how many customers it
changed in each round; the two wait for each other at files in the folder.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.utils import timezone

if TYPE_CHECKING:
    from zhuixiao.accounts.audit import Actor

BOSS, SELLERS, CAPPED = "liaoli", ("zhengbin", "chenmin"), "suxilian"
# Customers that are in the pool, for a claim each; and two a round of the other kinds.
POOLED, HELD = "公海客户", "客户"
_PATIENCE = 60


def prepare(rounds: int) -> None:
    """Sellers, a pool without waiting times, a cap of one place, and the customers."""
    from tests.customers.ownership.conftest import CAP, POOL
    from tests.world import PASSWORD
    from zhuixiao.accounts.actions import employees
    from zhuixiao.accounts.audit import Actor
    from zhuixiao.accounts.models import Employee, Role
    from zhuixiao.customers.actions import claiming, creating, pools
    from zhuixiao.customers.choices import OwnerReason

    boss = Employee.objects.with_access().get(username=BOSS)
    by = Actor.of(boss, at=timezone.now() - timedelta(hours=1))
    role = Role.objects.get(key="sales")
    for number, name in enumerate((*SELLERS, CAPPED)):
        employees.hire(
            by=by, name=name, username=name, department=boss.department, role=role,
            phone=f"1380000000{number}", email=f"{name}@chenguang.example", password=PASSWORD,
        )  # fmt: skip
    pool = pools.save_pool(by=by, pool=None, values={**POOL, "name": "总公海"})
    capped = Employee.objects.get(username=CAPPED)
    pools.save_cap(by=by, cap=None, values={**CAP, "people": [capped], "most": 1})
    names = [f"{POOLED}{n}" for n in range(rounds)] + [f"{HELD}{n}" for n in range(2 * rounds)]
    rows = [creating.NewCustomer({"name": name}, owner=boss) for name in names]
    made = creating.create_many(by=by, rows=rows, reason=OwnerReason.CREATED)
    pooled = [row.pk for row in made if row.name.startswith(POOLED)]
    claiming.release(by=by, customer_ids=pooled, pool=pool, note="x")


def race(kind: str, place: int, rounds: int, folder: Path) -> list[int]:
    """How many customers this process changed in each round; 0 for what a rule refused."""
    from zhuixiao.customers.models import Customer
    from zhuixiao.kit.errors import RuleError

    prefix, a_round = (POOLED, 1) if kind == "claim" else (HELD, 2)
    found = Customer.objects.filter(name__startswith=prefix).order_by("pk")
    ids = list(found.values_list("pk", flat=True))
    done = []
    for number in range(rounds):
        rows = ids[number * a_round : (number + 1) * a_round]
        meet(folder, f"{number}-start", place)
        try:
            done.append(_KINDS[kind](place, rows))
        except RuleError:
            done.append(0)
        meet(folder, f"{number}-end", place)
        if kind == "cap" and place == 0:
            _make_room(rows)
    return done


def meet(folder: Path, name: str, place: int) -> None:
    """Wait until the other process is here too."""
    (folder / f"{name}-{place}").touch()
    end = time.monotonic() + _PATIENCE
    while not (folder / f"{name}-{1 - place}").exists():
        if time.monotonic() > end:
            raise TimeoutError(name)


def check() -> None:
    """Every chain of owners covers time once, and all numbers agree."""
    from tests.customers.ownership.conftest import assert_whole
    from zhuixiao.customers.models import Customer
    from zhuixiao.ledger import checks

    for row in Customer.objects.all():
        assert_whole(row)
    assert checks.verify() == []


def _claim(place: int, rows: list[int]) -> int:
    from zhuixiao.customers.actions import claiming

    return len(claiming.claim(by=_actor(SELLERS[place]), customer_ids=rows).moved)


def _fill(place: int, rows: list[int]) -> int:
    """Both give a customer to the one who has a single place."""
    return _give([rows[place]], CAPPED)


def _upheaval(place: int, rows: list[int]) -> int:
    """A transfer and a merge here, the opposite merge and a deletion there."""
    from zhuixiao.customers.actions import merging, trash

    by, winner, loser = _actor(BOSS), rows[place], rows[1 - place]
    if place == 0:
        _give([winner], SELLERS[0])
    merging.merge(by=by, winner_id=winner, loser_id=loser)
    if place == 1:
        trash.delete(by=by, customer_ids=[winner])
    return 1


def _make_room(rows: list[int]) -> None:
    from zhuixiao.customers.models import Customer

    held = Customer.objects.filter(pk__in=rows, owner__username=CAPPED)
    _give(list(held.values_list("pk", flat=True)), BOSS)


def _give(rows: list[int], username: str) -> int:
    from zhuixiao.accounts.models import Employee
    from zhuixiao.customers.actions import ownership

    owner = Employee.objects.with_access().get(username=username)
    return ownership.assign(by=_actor(BOSS), customer_ids=rows, owner=owner)


def _actor(username: str) -> "Actor":
    from zhuixiao.accounts.audit import Actor
    from zhuixiao.accounts.models import Employee

    who = Employee.objects.with_access().get(username=username)
    return Actor.of(who, at=timezone.now())


_KINDS: dict[str, Callable[[int, list[int]], int]] = {
    "claim": _claim,
    "cap": _fill,
    "upheaval": _upheaval,
}

if __name__ == "__main__":
    django.setup()
    kind, place, rounds, folder = sys.argv[1:]
    print(json.dumps(race(kind, int(place), int(rounds), Path(folder))))  # noqa: T201
