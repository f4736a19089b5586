"""The wizard page by page: as its owner, as somebody else, with mistakes, with a double click."""

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import world as cast
from tests.conftest import ClientOf
from tests.customers.importing.files import as_csv, begin, imported
from tests.world import World
from zhuixiao.customers.models import Customer, ImportBatch, ImportMapping
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.models import Job
from zhuixiao.kit.sheets import open_book

ROWS = [["客户名称", "电话", "备注一"], ["甲公司", "13800138000", "a"], ["乙公司", "1.38E+10", "b"]]


def upload(client: Client, content: bytes, name: str = "客户.csv") -> ImportBatch:
    response = client.post("/customers/import/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 303, response.content.decode()
    return ImportBatch.objects.latest("pk")


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_from_upload_to_undo(client_of: ClientOf) -> None:
    world = cast.build()
    client = client_of(world.boss)
    batch = upload(client, as_csv(ROWS))
    url = f"/customers/import/{batch.pk}/"
    assert "甲公司" in client.get(f"{url}sheet/").content.decode()
    assert client.post(f"{url}sheet/", {"sheet": batch.sheet, "header_row": "1"}).status_code == 303
    page = client.get(f"{url}columns/").content.decode()
    assert "13800138000" in page
    mapping = {"column-0": "name", "column-1": "phone", "column-2": "note"}
    assert client.post(f"{url}columns/", mapping).status_code == 303
    answer = client.post(f"{url}rules/", {"owner": "me", "on_duplicate": "skip"})
    assert answer.headers["Location"] == f"{url}check/"
    checked = client.get(f"{url}check/").content.decode()
    assert "丢失了位数" in checked
    assert not Customer.objects.exists()
    client.post(f"{url}start/")
    assert client.get(url).status_code == 200
    customer = Customer.objects.get()
    assert (customer.name, customer.owner, customer.note) == ("甲公司", world.boss, "a")
    batch.refresh_from_db()
    file = batch.options["rejected_file"]
    assert client.get(f"/files/{file}/").status_code == 200
    assert client_of(world.admin).get(f"/files/{file}/").status_code == 404
    assert "/customers/?view=all&amp;sort=-created_at" in client.get(url).content.decode()
    client.post(f"{url}undoing/")
    assert not Customer.objects.exists()
    assert "已撤销" in client.get(url).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_imports_once(client_of: ClientOf) -> None:
    world = cast.build()
    client = client_of(world.boss)
    batch = upload(client, as_csv(ROWS))
    url = f"/customers/import/{batch.pk}/"
    client.post(f"{url}rules/", {"owner": "me", "on_duplicate": "create"})
    for _click in range(2):
        client.post(f"{url}start/")
    assert Customer.objects.count() == 1
    assert Job.objects.filter(kind="customers.import_run").count() == 1


def test_an_import_is_its_owners_alone(world: World, client_of: ClientOf) -> None:
    batch = begin(world.manager, as_csv(ROWS))
    boss = client_of(world.boss)
    for step in ("", "sheet/", "columns/", "rules/", "check/", "progress/"):
        assert boss.get(f"/customers/import/{batch.pk}/{step}").status_code == 404
    for step in ("start/", "stop/", "undoing/"):
        assert boss.post(f"/customers/import/{batch.pk}/{step}").status_code == 404
    assert boss.get(f"/files/{batch.file_id}/").status_code == 404
    assert client_of(world.manager).get(f"/files/{batch.file_id}/").status_code == 200


def test_who_may_not_import_sees_no_wizard(world: World, client_of: ClientOf) -> None:
    assert client_of(world.zheng).get("/customers/import/").status_code == 403


def test_a_bad_file_is_refused_with_its_reason(world: World, client_of: ClientOf) -> None:
    file = SimpleUploadedFile("bild.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    response = client_of(world.boss).post("/customers/import/", {"file": file})
    assert response.status_code == 422
    assert "notice-red" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_the_only_sheet_of_a_file_is_not_named(world: World, client_of: ClientOf) -> None:
    batch = begin(world.boss, as_csv(ROWS))
    page = client_of(world.boss).get(f"/customers/import/{batch.pk}/columns/").content.decode()
    assert batch.file_name in page
    assert batch.sheet not in page


def test_a_refused_mapping_stays_as_it_was_typed(world: World, client_of: ClientOf) -> None:
    batch = begin(world.boss, as_csv(ROWS))
    url = f"/customers/import/{batch.pk}/columns/"
    client = client_of(world.boss)
    response = client.post(url, {"column-0": "website", "column-1": "website"})
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count('value="website" selected') == 2
    assert client.post(url, {"column-0": "phone"}).status_code == 422
    assert client.post(url, {"column-0": "name", "column-1": "owner_id"}).status_code == 422


def test_the_next_file_of_this_shape_is_mapped_as_the_last(world: World) -> None:
    imported(world.boss, as_csv(ROWS), columns={0: "name", 2: "website"})
    assert ImportMapping.objects.count() == 1
    again = begin(world.boss, as_csv([ROWS[0], ["丙公司", "", ""]]))
    assert again.mapping == {"0": "name", "2": "website"}


def test_another_sheet_is_looked_at_anew(world: World, client_of: ClientOf) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("封面").write_column(0, 0, ["填写说明：请勿删除表头", "电话填一个"])
        for name in ("一月", "二月"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["客户名称", "电话"])
            sheet.write_row(1, 0, [f"{name}公司", "13800138000"])
    batch = begin(world.boss, out.getvalue(), "表.xlsx")
    assert batch.sheet == "一月"
    client = client_of(world.boss)
    client.post(f"/customers/import/{batch.pk}/sheet/", {"sheet": "一月", "other_sheet": "二月"})
    batch.refresh_from_db()
    assert batch.sheet == "二月"
    assert batch.options["samples"][0] == ["二月公司"]


def test_the_template_has_the_columns_that_an_import_knows(
    world: World, client_of: ClientOf, tmp_path: Path
) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(client_of(world.boss).get("/customers/import/template/").content)
    with open_book(path) as book:
        header = next(book.rows(book.sheets[0]))
    batch = begin(world.boss, as_csv([header, ["迪宏"] * len(header)]))
    assert len(batch.mapping) == len(batch.options["names"]) > 15


def test_english_speaks_english(world: World, client_of: ClientOf) -> None:
    world.boss.language = "en"
    world.boss.save()
    assert "Import customers" in client_of(world.boss).get("/customers/import/").content.decode()
