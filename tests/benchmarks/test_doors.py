"""What is sent to a served process is there afterwards, once."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.world import World
from zhuixiao.benchmarks.doors import check_ins, phones
from zhuixiao.field.models import Fix, Punch

pytestmark = pytest.mark.django_db(transaction=True)


def port_of(live_server: Any) -> int:
    return urlsplit(live_server.url).port or 0


def test_a_morning_of_check_ins_is_kept_once(world: World, live_server: Any) -> None:
    taken = check_ins.run(port_of(live_server), people=2)
    assert [herd.count for herd in taken] == [2 * check_ins.EACH] * 3
    assert Punch.objects.count() == sum(herd.count for herd in taken)
    assert all(herd.again > 0 and herd.rate > 0 for herd in taken)


def test_positions_of_several_phones_are_all_kept(world: World, live_server: Any) -> None:
    runs, positions = ((1, 1), (5, 2)), {1: 4, 5: 20}
    found = phones.run(port_of(live_server), runs=runs, positions=positions)
    assert [one.count for one in found] == [4, 20]
    assert Fix.objects.count() == 24
    assert found[0].verdict == ""
