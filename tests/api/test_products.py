"""What stands on a product, over the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import ApiOf
from tests.trust.scene import picture
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog.actions import categories, products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product
from zhuixiao.files import actions as files

pytestmark = pytest.mark.django_db


@pytest.fixture
def valve(world: World) -> Product:
    values = ProductValues(name="电动球阀", sku="DF-125", list_price=32_000, standard_cost=17_500)
    return products.add(by=actor(world.boss), values=values)


def test_costs_over_the_api(world: World, valve: Product, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    body = {"name": "电动球阀", "sku": "DF-125", "list_price": 32_000}
    planned = body | {"standard_cost": 20_000, "cost_from": "2099-01-01"}
    assert api("PUT", f"/products/{valve.pk}", planned).json()["standard_cost"] == 17_500
    found = api("GET", f"/products/{valve.pk}").json()
    assert (found["cost"], found["margin"], found["is_retired"]) == (17_500, 4_531, False)
    assert [one["cost"] for one in found["cost_history"]] == [20_000, 17_500]
    assert api("DELETE", f"/product-costs/{found['cost_history'][0]['id']}").status_code == 204
    for_sales = api_of(world.zheng)("GET", f"/products/{valve.pk}").json()
    assert {for_sales[name] for name in ("standard_cost", "cost", "margin")} == {None}
    assert for_sales["cost_history"] is None


def test_prices_and_parts_over_the_api(world: World, valve: Product, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    level = Option.objects.of(PickList.IMPORTANCE)[0].pk
    body = {
        "name": "套装",
        "sku": "SET-1",
        "prices": [{"level_id": level, "price": 900, "least": 5}],
        "parts": [{"product_id": valve.pk, "quantity": "2.5"}],
    }
    made = api("POST", "/products", body).json()
    path = f"/products/{made['id']}"
    assert made["cost"] == 43_750
    read = api_of(world.zheng)("GET", path).json()
    assert read["prices"] == body["prices"]
    assert [float(one["quantity"]) for one in read["parts"]] == [2.5]
    # What is not sent stays, an empty list takes away.
    api("PUT", path, {"name": "套装", "sku": "SET-1", "prices": []})
    read = api("GET", path).json()
    assert (read["prices"], len(read["parts"])) == ([], 1)
    circle = {"parts": [{"product_id": made["id"], "quantity": 1}]}
    refused = api("PUT", path, {"name": "套装", "sku": "SET-1"} | circle)
    assert (refused.status_code, refused.json()["field"]) == (422, "parts")


def test_pictures_over_the_api(world: World, valve: Product, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    by = actor(world.boss)
    ids = [
        str(files.store(by=by, upload=SimpleUploadedFile(f"{n}.png", picture())).pk)
        for n in range(2)
    ]
    path = f"/products/{valve.pk}"
    made = api("POST", f"{path}/images", {"file_ids": ids[:1]}).json()
    assert [one["file_id"] for one in made] == ids[:1]
    assert api("POST", f"{path}/images", {"file_ids": ids}).status_code == 201
    found = api("GET", path).json()["images"]
    assert [one["file_id"] for one in found] == ids
    turned = api("POST", f"/product-images/{found[1]['id']}/first").json()
    assert [one["file_id"] for one in turned] == ids[::-1]
    assert api("DELETE", f"/product-images/{found[0]['id']}").status_code == 204
    assert len(api("GET", path).json()["images"]) == 1
    text = files.store(by=by, upload=SimpleUploadedFile("1.txt", b"hello"))
    assert api("POST", f"{path}/images", {"file_ids": [str(text.pk)]}).status_code == 400


def test_products_go_into_a_file_and_come_from_one(
    world: World, valve: Product, api_of: ApiOf
) -> None:
    api = api_of(world.boss)
    text = api("POST", "/products/table/content?q=DF&csv=true").content.decode("utf-8-sig")
    assert AuditEntry.objects.get(kind="products", action="export").via == "api"
    assert "175.0" in text
    text = text.replace("320.0", "333.0") + '"N-1"\n'
    dry = api.send("/products/table", "x.csv", text.encode(), dry_run="true").json()
    assert (dry["created"], dry["changed"], dry["wrong"][0]["row"]) == (0, 1, 3)
    valve.refresh_from_db()
    assert valve.list_price == 32_000
    done = api.send("/products/table", "x.csv", text.encode()).json()
    assert done == dry
    valve.refresh_from_db()
    assert valve.list_price == 33_300
    for_sales = api_of(world.zheng)
    assert for_sales("POST", "/products/table/content").status_code == 403
    assert for_sales.send("/products/table", "x.csv", text.encode()).status_code == 403


def test_a_file_holds_the_products_that_are_asked_for(
    world: World, valve: Product, api_of: ApiOf
) -> None:
    by = actor(world.boss)
    above = categories.add(by=by, name="阀门")
    below = categories.add(by=by, name="电动", parent=above)
    products.add(by=by, values=ProductValues("蝶阀", "DF-200", below))
    products.retire(by=by, product=products.add(by=by, values=ProductValues("旧阀", "DF-1")))
    api = api_of(world.boss)

    def skus(asked: str) -> set[str]:
        text = api("POST", f"/products/table/content?csv=true{asked}").content.decode("utf-8-sig")
        return {sku for sku in ("DF-125", "DF-200", "DF-1") if f'"{sku}"' in text}

    assert skus("") == skus("&retired=false") == {"DF-125", "DF-200"}
    assert skus("&retired=true") == {"DF-1"}
    assert skus(f"&category={above.pk}") == {"DF-200"}
