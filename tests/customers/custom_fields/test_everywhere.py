"""A new field is there at once: form, table, filter, import, export, API."""

import io
import json

import openpyxl
import pytest
from django.test import TestCase
from django.urls import reverse

from tests.api.conftest import ApiClient
from tests.conftest import ClientOf
from tests.customers.importing import files
from tests.world import World, actor
from zhuixiao.accounts.actions import api_tokens
from zhuixiao.customers.actions import custom_fields
from zhuixiao.customers.actions.custom_fields import Definition
from zhuixiao.customers.choices import CustomFieldKind
from zhuixiao.customers.exporting import making
from zhuixiao.customers.exporting.wishes import Wish
from zhuixiao.customers.models import Customer, CustomField

pytestmark = pytest.mark.django_db


@pytest.fixture
def level(world: World) -> CustomField:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return custom_fields.add(
            by=actor(world.boss),
            kind=CustomFieldKind.SINGLE,
            definition=Definition("客户等级", is_indexed=True),
            choices=["金", "银"],
        )


def test_form_table_filter_and_sort(world: World, client_of: ClientOf, level: CustomField) -> None:
    client = client_of(world.boss)
    form = client.get(reverse("customers:new")).content.decode()
    assert f'name="{level.key}"' in form
    client.post(reverse("customers:new"), {"name": "甲", "kind": "company", level.key: "金"})
    client.post(reverse("customers:new"), {"name": "乙", "kind": "company", level.key: "银"})
    tree = json.dumps({"field": level.key, "is": "in", "value": ["金"]})
    table = client.get(reverse("customers:rows"), {"cols": f"name,{level.key}", "f": tree})
    assert [row[2:] for row in table.json()["rows"]] == [["甲", "金"]]
    ordered = client.get(reverse("customers:rows"), {"cols": "name", "sort": f"-{level.key}"})
    assert [row[2] for row in ordered.json()["rows"]] == ["乙", "甲"]


def test_a_required_field_stands_where_it_is_seen(
    world: World, client_of: ClientOf, level: CustomField
) -> None:
    """A browser cannot point at a missing value inside closed "More fields"."""
    custom_fields.change(
        by=actor(world.boss), field=level, definition=Definition("客户等级", is_required=True)
    )
    form = client_of(world.boss).get(reverse("customers:new")).content.decode()
    assert form.index(f'name="{level.key}"') < form.index('<details class="mt-3"')
    refused = client_of(world.boss).post(
        reverse("customers:new"), {"name": "甲", level.key: "金", "credit_code": "x" * 40}
    )
    assert refused.status_code == 422
    assert '<details class="mt-3" open>' in refused.content.decode()


def test_import_knows_it_by_its_label_and_export_writes_it(
    world: World, level: CustomField, tmp_path: object
) -> None:
    content = files.as_csv([["客户名称", "客户等级"], ["甲", "金"], ["乙", "铜"]])
    batch = files.imported(world.boss, content)
    assert (batch.created_count, batch.rejected_count) == (1, 1)
    assert Customer.objects.get(name="甲").extra == {level.key: "金"}
    path = tmp_path / "out.xlsx"  # type: ignore[operator]
    making.make(
        by=actor(world.boss),
        wish=Wish(columns=["name", level.key]),
        path=path,
        progress=lambda _done, _total: None,
    )
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["甲", "金"] in rows
    assert "客户等级" in rows[0]


def test_the_api_reads_and_writes_it(world: World, level: CustomField) -> None:
    by = actor(world.boss)
    _token, secret = api_tokens.create(
        by=by, name="t", scopes=api_tokens.grantable(by), expires_at=None
    )
    api = ApiClient(secret)
    made = api("POST", "/customers", {"values": {"name": "甲", level.key: "金"}})
    assert made.json()["values"][level.key] == "金"
    wrong = api("POST", "/customers", {"values": {"name": "乙", level.key: "铜"}})
    assert wrong.status_code == 422
