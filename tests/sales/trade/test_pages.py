"""Importing on the pages: upload, choose, look, import; and who may."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.kit.models import Job
from zhuixiao.notices.models import Notice
from zhuixiao.sales.models import Order

URL = "/orders/import/"
CONTENT = "订单号,日期,客户,产品,数量,单价\n1,2025-11-01,迪宏,阀,2,10\n2,2025-11-01,迪宏,阀,x,10\n"


@pytest.fixture
def boss(world: World, client_of: ClientOf) -> Client:
    return client_of(world.boss)


def upload(client: Client, content: str = CONTENT, url: str = URL) -> Any:
    file = SimpleUploadedFile("订单.csv", content.encode())
    return client.post(url, {"file": file})


def looked_at(client: Client, **choices: str) -> str:
    """The address of the look, once the file is taken in and its columns are chosen."""
    page = client.get(upload(client)["Location"])
    html = page.content.decode()
    sent = dict(re.findall(r'name="(column-\d+)".*?<option value="(\w+)" selected', html, re.S))
    sent["check"] = re.findall(r'name="check" value="([^"]+)"', html)[0]
    response = client.post(URL, sent | choices)
    assert response.status_code == 303, response.content.decode()
    return str(response["Location"])


@pytest.mark.django_db(transaction=True)
def test_from_upload_to_result(world: World, boss: Client) -> None:
    look = boss.get(looked_at(boss, customers="create", products="create"))
    assert not Order.objects.exists()
    html = look.content.decode()
    job = re.findall(r'name="start" value="([^"]+)"', html)[0]
    response = boss.post(URL, {"start": job})
    result = boss.get(response["Location"])
    order = Order.objects.get()
    assert (order.number, order.amount) == ("1", 2000)
    html = result.content.decode()
    assert "x" in html
    table = re.findall(r'href="(/files/[^"]+)"', html)[0]
    assert boss.get(table).status_code == 200
    assert Notice.objects.filter(kind="sales.import").count() == 1
    # The list of earlier imports names it, and the next file begins with the same choices.
    assert "订单.csv" in boss.get(URL).content.decode()
    again = boss.get(upload(boss)["Location"]).content.decode()
    assert re.search(r'<option value="create" selected', again)


@pytest.mark.django_db(transaction=True)
def test_back_from_the_look_every_choice_is_as_it_was(world: World, boss: Client) -> None:
    where = looked_at(boss, **{"column-3": "title", "products": "text", "words": "阀 = 电动阀"})
    html = boss.get(where).content.decode()
    back = re.findall(r'href="(/orders/import/\?file=[^"]+)"', html)[0]
    page = boss.get(back).content.decode()
    assert '<option value="title" selected' in page
    assert '<option value="product" selected' not in page
    assert '<option value="text" selected' in page
    assert "阀 = 电动阀" in page


@pytest.mark.django_db(transaction=True)
def test_a_choice_that_is_wrong_keeps_the_others(world: World, boss: Client) -> None:
    page = boss.get(upload(boss)["Location"]).content.decode()
    file = re.findall(r'name="check" value="([^"]+)"', page)[0]
    response = boss.post(URL, {"check": file, "column-0": "number", "products": "create"})
    assert response.status_code == 422
    assert '<option value="create" selected' in response.content.decode()


def test_a_file_that_is_no_table_is_refused(boss: Client) -> None:
    assert upload(boss, "").status_code == 422
    assert boss.post(URL).status_code == 422
    assert boss.get(f"{URL}?file=nonsense").status_code == 422
    assert boss.get(f"{URL}?job=nonsense").status_code == 404
    assert boss.post(URL, {"start": "nonsense"}).status_code == 404


@pytest.mark.parametrize("url", [URL, "/payments/import/", "/opportunities/import/"])
def test_each_kind_has_its_page_for_who_may(
    world: World, boss: Client, client_of: ClientOf, url: str
) -> None:
    assert boss.get(url).status_code == 200
    assert client_of(world.zheng).get(url).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_an_import_is_its_owners_alone(world: World, boss: Client, client_of: ClientOf) -> None:
    where = looked_at(boss, customers="create", products="create")
    file = Job.objects.get().payload["file"]
    other = client_of(world.admin)
    assert other.get(where).status_code == 404
    assert other.get(f"{URL}?file={file}").status_code == 422
    assert other.post(URL, {"start": str(Job.objects.get().pk)}).status_code == 404
