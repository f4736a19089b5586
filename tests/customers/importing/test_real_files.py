"""The public files of ../shared/data give the figures that were computed from them elsewhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.customers.importing.files import counts, imported, reasons
from tests.world import World
from zhuixiao.customers.models import Contact, Customer

SHARED = Path(__file__).parents[4] / "shared" / "data"
EXPORTS = SHARED / "crm_exports"
LOADER = EXPORTS / "salesforce-dataloader" / "src" / "main" / "resources" / "samples" / "data"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data"),
]


def expected() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((EXPORTS / "expected.json").read_text(encoding="utf-8"))
    return data


def test_accounts_of_the_data_loader(world: World) -> None:
    figures = expected()["salesforce_dataloader"]
    content = (LOADER / "accountData.csv").read_bytes()
    batch = imported(
        world.boss,
        content,
        name="accountData.csv",
        on_duplicate="create",
        create_missing=True,
    )
    assert not figures["accounts_file_is_utf8"]
    assert batch.options["encoding"] != "utf-8"
    assert batch.created_count == figures["accounts"] == 423
    names = set(Customer.objects.values_list("name", flat=True))
    assert len(names) == figures["account_names"] == 422


def test_accounts_of_the_data_loader_without_duplicates_and_new_options(world: World) -> None:
    content = (LOADER / "accountData.csv").read_bytes()
    batch = imported(world.boss, content, name="accountData.csv")
    assert sum(counts(batch)) == 423
    assert batch.rejected_count == 9
    assert "Technology" in reasons(batch)[413]


def test_three_thousand_short_names_without_a_header(world: World) -> None:
    content = (SHARED / "cn_companies_names" / "company_short_names_3000.txt").read_bytes()
    batch = imported(
        world.boss, content, name="company_short_names_3000.txt", on_duplicate="create"
    )
    assert batch.header_row is None
    assert counts(batch) == (3000, 0, 0, 0)


def test_records_of_a_tree_export(world: World) -> None:
    path = next(iter(EXPORTS.rglob("Accounts.json")), None)
    if path is None:
        pytest.skip("no Accounts.json")
    records = json.loads(path.read_text(encoding="utf-8"))["records"]
    batch = imported(world.boss, path.read_bytes(), name="Accounts.json", on_duplicate="create")
    assert batch.created_count == len(records)


def test_business_cards_become_customers_and_contacts(world: World) -> None:
    content = (EXPORTS / "vcards-ez-vcard" / "John_Doe_IPHONE.vcf").read_bytes()
    imported(world.boss, content, name="card.vcf")
    customer = Customer.objects.get(name="IBM")
    contact = Contact.objects.get(customer=customer)
    assert contact.title == "Money Counter"
    assert contact.birthday_year == 2012
    assert "905-555-1234" in f"{contact.phone} {customer.phone}"
