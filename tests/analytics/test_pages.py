"""The pages: composing with a preview, reading what was shared, whatever an address may hold."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.analytics.conftest import Compose
from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import World, actor
from zhuixiao.accounts.actions import api_tokens
from zhuixiao.accounts.models import Employee
from zhuixiao.analytics.actions import saving, sharing
from zhuixiao.analytics.models import SummaryTable

pytestmark = pytest.mark.usefixtures("sold")
ASKED = {
    "metrics": ["orders.amount", "orders.placed"],
    "rows": "employee",
    "range": "other",
    "start": "2026-03-01",
    "end": "2026-03-31",
    "has_totals": "on",
}


def test_the_list_offers_tables_to_begin_with(world: World, client_of: ClientOf) -> None:
    page = client_of(world.boss).get("/tables/").content.decode()
    assert "还没有汇总表" in page
    assert page.count('class="start"') == 6
    begun = client_of(world.boss).get("/tables/new/?start=products")
    assert begun.context["form"]["name"].value() == "产品销售与毛利"
    assert "温控器" in begun.content.decode()
    # Who sees no costs begins without the margin.
    own = client_of(world.zheng).get("/tables/new/?start=products")
    assert [key for key, _name in own.context["form"].chosen_metrics] == [
        "sales.amount",
        "sales.units",
    ]


def test_the_preview_shows_what_stands_in_the_form(world: World, client_of: ClientOf) -> None:
    page = client_of(world.boss).get("/tables/preview/", ASKED).content.decode()
    assert "2,600.00" in page
    assert "3,800.00" in page
    refused = client_of(world.boss).get("/tables/preview/", {**ASKED, "rows": "product"})
    assert "不能按产品拆分" in refused.content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"metrics": ["x", "orders.amount"]},
        {"rows": "'; --"},
        {"then_rows": "employee"},
        {"columns": "customer"},
        {"range": "all"},
        {"start": "31.2.2026"},
        {"start": "0001-01-01", "end": "9999-12-31"},
        {"start": "0001-01-01", "end": "9999-12-31", "columns": "day"},
        {"start": "0001-01-01", "end": "9999-12-31", "rows": "year"},
        {"start": "0001-01-01", "end": "9999-12-31", "comparison": "previous"},
        {"start": "0001-01-01", "end": "0001-01-31", "comparison": "last_year"},
        {"employee": ["9" * 30, "-1", "x"]},
        {"employee": ["9" * 18]},
        {"product": ["٣"]},
        {"region": ["1", ""]},
        {"customer": ["1" * 19]},
        {"top": "1e9"},
        {"top": "-1"},
        {"sort_by": "x" * 500},
        {"comparison": "x", "chart": "x"},
        {},
    ],
)
@pytest.mark.parametrize("base", [ASKED, {}])
def test_no_address_breaks_the_preview(
    world: World, client_of: ClientOf, values: dict[str, Any], base: dict[str, Any]
) -> None:
    for person in (world.boss, world.zheng):
        page = client_of(person).get("/tables/preview/", {**base, **values})
        assert page.status_code == 200


def test_composed_saved_changed_copied_deleted(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    assert client.post("/tables/new/", {**ASKED, "name": ""}).status_code == 422
    assert client.post("/tables/new/", {**ASKED, "name": "三月业绩"}).status_code == 303
    table = SummaryTable.objects.get()
    assert "2,600.00" in client.get(f"/tables/{table.pk}/").content.decode()
    assert "三月业绩" in client.get("/tables/").content.decode()
    edit = f"/tables/{table.pk}/edit/"
    assert client.get(edit).context["form"]["range"].value() == "other"
    sent = {**ASKED, "name": "新名字", "chart": "bars", "version": 1}
    assert client.post(edit, sent).status_code == 303
    page = client.get(f"/tables/{table.pk}/").content.decode()
    assert "<svg" in page
    assert client.post(edit, {**sent, "name": "另一个窗口", "version": 1}).status_code == 409
    assert client.post(edit, {**sent, "name": "另存", "copy": "1"}).status_code == 303
    assert client.post(f"/tables/{table.pk}/copy/").status_code == 303
    assert sorted(SummaryTable.objects.values_list("name", flat=True)) == [
        "另存",
        "新名字",
        "新名字（副本）",
    ]
    assert client.post(f"/tables/{table.pk}/deletion/").status_code == 303
    assert SummaryTable.objects.count() == 2


@pytest.mark.parametrize(("sent", "status"), [({"name": ""}, 422), ({"name": "第三个"}, 409)])
def test_what_was_typed_stands_in_the_form_that_is_shown_again(
    world: World, client_of: ClientOf, compose: Compose, sent: dict[str, str], status: int
) -> None:
    table = compose()
    saving.save(by=actor(world.boss), table=table, name="第二个", asked=table.definition)
    typed = {**ASKED, "start": "2026-02-03", "end": "2026-02-28", "version": 1, **sent}
    answer = client_of(world.boss).post(f"/tables/{table.pk}/edit/", typed)
    assert answer.status_code == status
    page = answer.content.decode()
    assert 'name="start" value="2026-02-03"' in page
    assert 'name="end" value="2026-02-28"' in page


def test_a_salesperson_reads_only_his_numbers_in_the_table_of_the_boss(
    world: World, client_of: ClientOf, compose: Compose
) -> None:
    table = compose(metrics=["orders.amount", "sales.margin"], rows=["employee"])
    address = f"/tables/{table.pk}/"
    assert client_of(world.zheng).get(address).status_code == 404
    to_li = {"people": [world.li.pk, world.zheng.pk]}
    assert client_of(world.boss).post(f"{address}sharing/", to_li).status_code == 303
    page = unescape(client_of(world.zheng).get(address).content.decode())
    assert "由廖利分享" in page
    assert "2,600.00" in page
    assert "李慧" not in page
    assert "3,800.00" not in page
    assert "有 1 个指标你无权查看" in page
    for part in ("edit/", "sharing/", "deletion/"):
        assert f"{address}{part}" not in page
        assert client_of(world.zheng).post(f"{address}{part}").status_code in {403, 404}
    assert "1,200.00" in client_of(world.li).get(address).content.decode()
    assert "分享给我的" in client_of(world.zheng).get("/tables/").content.decode()


def test_searched_filters_find_what_the_person_sees(world: World, client_of: ClientOf) -> None:
    def found(person: Employee, query: str) -> list[str]:
        rows = client_of(person).get(f"/tables/find/?{query}").json()
        return [row["text"] for row in rows]

    assert found(world.boss, "of=product&q=温控") == ["温控器"]
    assert found(world.zheng, "of=customer&q=远舟") == []
    assert found(world.li, "of=customer&q=远舟") == ["上海远舟"]
    assert found(world.boss, "of=region&q=深圳")
    assert found(world.boss, "of=x") == found(world.boss, "of=month&q=") == []


def test_the_pages_cost_the_same_with_more_on_them(
    world: World, client_of: ClientOf, compose: Compose
) -> None:
    client, table = client_of(world.boss), compose()
    client.get("/tables/")
    for name in ("analytics.index", "analytics.read", "analytics.edit"):
        address = {"index": "", "read": f"{table.pk}/", "edit": f"{table.pk}/edit/"}
        with pinned(name):
            client.get(f"/tables/{address[name.partition('.')[2]]}")
    for number in range(3):
        compose(f"又一张 {number}")
    with pinned("analytics.index"):
        client.get("/tables/")


def ask_api(client: Client, person: Employee, path: str, *, scopes: list[str]) -> Any:
    """What an integration of the person gets, whose token may do so much."""
    by = actor(Employee.objects.with_access().get(pk=person.pk))
    _row, secret = api_tokens.create(by=by, name="t", scopes=scopes, expires_at=None)
    answer = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_over_the_api_the_rows_are_those_of_the_caller(
    world: World, client: Client, compose: Compose
) -> None:
    table = compose(metrics=["orders.amount", "orders.placed", "orders.average"])
    sharing.share(
        by=actor(world.boss), table=table, people=[world.zheng], departments=[], groups=[]
    )
    scopes, path = ["analytics.view", "orders.view"], f"/summary-tables/{table.pk}"
    listed = ask_api(client, world.zheng, "/summary-tables", scopes=scopes)
    assert [row["name"] for row in listed] == ["各人业绩"]
    boss = ask_api(client, world.boss, path, scopes=scopes)
    assert numbers(boss) == {
        "郑斌": [260_000, 3, 86_667],
        "李慧": [120_000, 1, 120_000],
        "合计": [380_000, 4, 95_000],
    }
    own = ask_api(client, world.zheng, path, scopes=scopes)
    assert numbers(own) == {"郑斌": [260_000, 3, 86_667], "合计": [260_000, 3, 86_667]}
    # Whole numbers stay whole on the way.
    assert {type(value) for row in numbers(boss).values() for value in row[:2]} == {int}
    assert own["lines"][0]["cells"][0]["link"].startswith("/numbers/entries/?metric=orders.amount&")
    assert numbers(ask_api(client, world.zheng, path, scopes=["analytics.view"])) == {}
    assert ask_api(client, world.li, path, scopes=scopes) == 404


def numbers(answer: Any) -> dict[str, list[Any]]:
    """The cells of each line by its names."""
    lines = [*answer["lines"], *([answer["total"]] if answer["total"] else [])]
    return {" ".join(row["names"]): [cell["value"] for cell in row["cells"]] for row in lines}
