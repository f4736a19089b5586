"""An import that ends in the middle leaves whole chunks, true figures, and goes on next time."""

from pathlib import Path

import pytest

from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.jobs import Cancelled
from zhuixiao.ledger.checks import verify
from zhuixiao.sales.models import Order
from zhuixiao.sales.trade import arranging, running, source
from zhuixiao.sales.trade.kinds import Kind

COUNT = running.CHUNK + 500


@pytest.mark.django_db
def test_what_was_written_stays_and_the_rest_follows(world: World, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"{number},2025-11-01,客户{number % 7},阀,1,10" for number in range(COUNT)]
    path.write_text("订单号,日期,客户,产品,数量,单价\n" + "\n".join(rows), encoding="utf-8")
    boss = Employee.objects.with_access().get(pk=world.boss.pk)
    look = source.look(Kind.ORDERS, path)
    setup = arranging.arrange(
        Kind.ORDERS,
        boss.access,
        look,
        mapping=None,
        options={"customers": "create", "products": "text"},
    )

    def stop(done: int, total: int) -> None:
        if done:
            raise Cancelled

    by = actor(boss)
    common = {"by": by, "kind": Kind.ORDERS, "path": path, "name": "a.csv", "setup": setup}
    with pytest.raises(Cancelled):
        running.run(progress=stop, **common)  # type: ignore[arg-type]
    assert Order.objects.count() == running.CHUNK
    _figures_are_true()
    outcome = running.run(progress=lambda _done, _total: None, **common)  # type: ignore[arg-type]
    assert (outcome.created, outcome.same) == (500, running.CHUNK)
    assert Order.objects.count() == COUNT
    _figures_are_true()


def _figures_are_true() -> None:
    assert sum(Customer.objects.values_list("order_count", flat=True)) == Order.objects.count()
    assert verify() == []
