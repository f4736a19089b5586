"""The catalogue's pages: who may look, who may change, what a mistake looks like."""

import uuid

import pytest

from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Channel, Option, Product, Region

PAGES = [
    "/settings/lists/stage/",
    "/settings/lists/tag/",
    "/settings/channels/",
    "/settings/regions/",
    "/settings/products/",
]
FORMS = ["channels/new/", "regions/new/", "regions/440106/", "products/new/", "categories/new/"]


@pytest.mark.parametrize("url", PAGES)
def test_everybody_reads_and_only_keepers_change(
    world: World, client_of: ClientOf, url: str
) -> None:
    for_sales = client_of(world.zheng).get(url)
    for_boss = client_of(world.boss).get(url)
    assert (for_sales.status_code, for_boss.status_code) == (200, 200)
    pages = [
        page.content.decode().partition("<main")[2].partition("</main")[0]
        for page in (for_sales, for_boss)
    ]
    assert "btn-primary" not in pages[0]
    assert "btn-primary" in pages[1]


@pytest.mark.parametrize("url", FORMS)
def test_forms_open_for_keepers_only(world: World, client_of: ClientOf, url: str) -> None:
    assert client_of(world.boss).get(f"/settings/{url}").status_code == 200
    assert client_of(world.zheng).get(f"/settings/{url}").status_code == 403


def test_an_option_is_added_renamed_and_retired(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    client.post("/settings/lists/tag/", {"name": "急单", "colour": "red"})
    option = Option.objects.get(name="急单")
    row = client.post(
        f"/settings/options/{option.pk}/",
        {"name": "加急", "colour": "amber"},
        headers={"HX-Request": "true"},
    )
    assert 'value="加急"' in row.content.decode()
    client.post(f"/settings/options/{option.pk}/retirement/")
    option.refresh_from_db()
    assert (option.name, option.colour) == ("加急", "amber")
    assert option.retired_at is not None


def test_a_taken_name_stays_typed_with_its_reason(world: World, client_of: ClientOf) -> None:
    response = client_of(world.boss).post(
        "/settings/lists/industry/", {"name": "金融", "colour": "red"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "列表中已经有" in page
    assert 'value="金融"' in page


def test_the_order_is_posted_as_ids(world: World, client_of: ClientOf) -> None:
    ids = list(Option.objects.of(PickList.IMPORTANCE).values_list("pk", flat=True))
    client = client_of(world.boss)
    assert client.post("/settings/lists/importance/order/", {"id": ids[::-1]}).status_code == 204
    assert list(Option.objects.of(PickList.IMPORTANCE).values_list("pk", flat=True)) == ids[::-1]
    assert client.post("/settings/lists/importance/order/", {"id": ["x"]}).status_code == 400
    assert client.get("/settings/lists/nonsense/").status_code == 404


def test_a_channel_goes_up_and_away(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    shop = Channel.objects.get(name="门店")
    client.post(f"/settings/channels/{shop.pk}/raising/")
    client.post(f"/settings/channels/{shop.pk}/retirement/")
    before = Channel.objects.get(name="电话")
    shop.refresh_from_db()
    assert shop.position < before.position
    assert shop.retired_at is not None


def test_regions_are_found_by_name_and_code(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    by_name = client.get("/settings/regions/?q=广州 天河").content.decode()
    by_code = client.get("/settings/regions/?q=4401").content.decode()
    assert "天河区" in by_name
    assert "越秀区" not in by_name
    assert "越秀区" in by_code
    client.post("/settings/regions/440106/", {"name": "天河新区", "longitude": "113.36"})
    assert Region.objects.get(pk=440106).longitude == 113.36


def test_the_form_of_a_product_sent_twice_is_saved_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    form = {"name": "球阀", "sku": "V", "list_price": "1", "standard_cost": "0"}
    key = {"request_id": str(uuid.uuid4())}
    answers = [client.post("/settings/products/new/", form | key) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    product = Product.objects.get()
    edits = [client.post(f"/settings/products/{product.pk}/", form | key) for _time in range(2)]
    assert ["Idempotent-Replay" in answer.headers for answer in edits] == [False, True]


@pytest.mark.parametrize(
    ("url", "form", "refused"),
    [
        ("categories/new/", {"name": "阀门"}, {"name": ""}),
        ("channels/new/", {"name": "展会二"}, {"name": ""}),
        ("lists/tag/", {"name": "老客户", "colour": "grey"}, {"name": ""}),
        ("regions/new/", {"adcode": "440198", "name": "新新区"}, {"adcode": "1", "name": "x"}),
    ],
)
def test_the_form_of_a_list_sent_twice_is_saved_once_and_a_refused_one_may_come_again(
    world: World, client_of: ClientOf, url: str, form: dict[str, str], refused: dict[str, str]
) -> None:
    client, key = client_of(world.boss), {"request_id": str(uuid.uuid4())}
    assert client.post(f"/settings/{url}", refused | key).status_code == 422
    first, second = (client.post(f"/settings/{url}", form | key) for _time in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert ["Idempotent-Replay" in one.headers for one in (first, second)] == [False, True]


def test_two_options_merged_by_a_form_sent_twice_are_merged_once(
    world: World, client_of: ClientOf
) -> None:
    client, key = client_of(world.boss), {"request_id": str(uuid.uuid4())}
    old, new = (
        Option.objects.create(pick_list=PickList.TAG, name=name, key="", position=0)
        for name in ("旧标签", "新标签")
    )
    address = f"/settings/options/{old.pk}/merger/"
    answers = [client.post(address, {"into": new.pk} | key) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
