"""Orders, payments and opportunities come in over the API as on the pages."""

import json

import pytest

from tests.api.conftest import ApiOf
from tests.world import World
from zhuixiao.kit.models import Job
from zhuixiao.sales.models import Order

CONTENT = "订单号,日期,客户,产品,数量,单价\n1,2025-11-01,迪宏,阀,2,10\n".encode()
ADDING = json.dumps({"customers": "create", "products": "text"})


@pytest.mark.django_db(transaction=True)
def test_orders_of_a_file(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    looked = api.send("/orders/imports", "a.csv", CONTENT, options=ADDING, dry_run="true")
    assert looked.status_code == 202, looked.content
    assert Job.objects.get(pk=looked.json()["job_id"]).result["created"] == 1
    assert not Order.objects.exists()
    api.send("/orders/imports", "a.csv", CONTENT, options=ADDING)
    assert Order.objects.get().amount == 2000


@pytest.mark.django_db
def test_what_is_wrong_is_said_and_keeps_no_order(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    for fields in (
        {"options": "no"},
        {"options": '{"customers": 1}'},
        {"options": '{"columns": {}}'},
        {"mapping": '{"订单号": 7}'},
        {"mapping": '{"没有": "number"}'},
    ):
        refused = api.send("/orders/imports", "a.csv", CONTENT, **fields)
        assert refused.status_code in {400, 422}, fields
    told = api.send("/opportunities/imports", "a.csv", CONTENT, options="[]").json()["errors"]
    assert told == {"options": "请提供 JSON 对象。"}
    assert api("POST", "/payments/imports").status_code == 400
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_who_may_not_import_does_not(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    for kind in ("orders", "payments", "opportunities"):
        assert api.send(f"/{kind}/imports", "a.csv", CONTENT).status_code == 403
