"""The items of the phone's outbox, as it sends them."""

from collections.abc import Callable
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest

from tests.field.conftest import at, north
from tests.field.photos.test_photos import picture
from tests.world import World, actor
from zhuixiao.activities.models import Activity, FollowUp
from zhuixiao.customers.models import Customer
from zhuixiao.field.models import Photo, Visit, VisitType
from zhuixiao.field.phone import outbox
from zhuixiao.field.phone import state as phone_state
from zhuixiao.field.queries.visits_phone import latest_answers
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks

Item = Callable[[], str]


def _send(world: World, key: str, values: Any, capture: Any = None, files: Any = ()) -> str:
    kind = outbox.kind(key)
    assert kind is not None
    return kind.handle(values, capture or at(), files, actor(world.zheng))


def test_the_phone_knows_the_area(world: World) -> None:
    assert "visits" in phone_state.pieces()
    for key in ("visit.in", "visit.step", "visit.out", "photo"):
        kind = outbox.kind(key)
        assert kind is not None
        assert (kind.module, kind.action) == ("visits", "create")


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_items_come_in_any_order_and_twice_and_end_the_same(
    world: World, shop: Customer, round_of_shops: VisitType, order: tuple[int, ...]
) -> None:
    came, told, photographed, left = at(place=north(900)), at(), at(), at(place=None)
    visit = str(came.client_id)
    out = {"visit": visit, "note": "要货", "next_on": "2026-03-09"}
    items: list[Item] = [
        lambda: _send(world, "visit.in", {"customer": shop.pk, "type": round_of_shops.pk}, came),
        lambda: _send(world, "visit.step", {"visit": visit, "step": "stock", "value": 12}, told),
        lambda: _send(
            world,
            "photo",
            {"visit": visit, "step": "front", "source": "camera"},
            photographed,
            [picture()],
        ),
        lambda: _send(world, "visit.out", out, left),
    ]
    waiting = [items[place] for place in order]
    for _round in range(3):
        again = []
        for item in waiting:
            try:
                item()
            except RuleError as error:
                if error.code != "waits":
                    raise
                again.append(item)
        waiting = again
    assert not waiting
    for item in items:
        item()
    row = Visit.objects.get()
    assert (row.state, row.is_verified, row.note) == ("done", True, "要货")
    assert [one.value for one in latest_answers(row)] == [12]
    assert Photo.objects.get().visit == row
    assert Activity.objects.get().is_verified
    assert FollowUp.objects.count() == 1
    assert checks.verify() == []


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("visit.in", {}),
        ("visit.in", {"customer": "x"}),
        ("visit.in", {"customer": 2**70}),
        ("visit.in", {"customer": -1}),
        ("visit.in", {"customer": 1, "reason": ["no"]}),
        ("visit.step", {"visit": str(uuid4()), "step": "x" * 30, "value": 1}),
        ("visit.step", {"visit": "no", "step": "stock", "value": 1}),
        ("visit.step", {"visit": str(uuid4()), "step": "stock", "value": {"a": 1}}),
        ("visit.out", {"visit": str(uuid4()), "next_on": "someday"}),
        ("visit.out", {"visit": None}),
        ("photo", {"customer": 1, "source": "mirror"}),
        ("photo", {"customer": 1}),
    ],
)
def test_a_wrong_item_is_told_and_not_stored(
    world: World, shop: Customer, key: str, values: dict[str, Any]
) -> None:
    with pytest.raises(RuleError):
        _send(world, key, values)
    assert not Visit.objects.exists()
    assert not Photo.objects.exists()
