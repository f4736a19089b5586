"""Exports: what the person sees and nothing more, logged, for a day, harmless to open."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from tests import world as cast
from tests.conftest import ClientOf
from tests.customers.importing.files import as_csv, counts, imported
from tests.world import NOW, World, actor, role
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.actions.creating import NewCustomer, create
from zhuixiao.customers.exporting import jobs, making
from zhuixiao.customers.exporting.wishes import Format, Wish
from zhuixiao.customers.models import Customer
from zhuixiao.customers.vcards.read import read
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.kit.jobs import registry
from zhuixiao.kit.models import Job
from zhuixiao.kit.sheets import open_book
from zhuixiao.notices.models import Notice

ROWS = [
    ["客户名称", "联系人", "手机", "电话", "行业", "备注"],
    ["迪宏", "梁耀安", "13800138000", "020-88157777", "制造业", "=1+1"],
    ["西子", "王天虹", "13911112222", "", "", "好"],
]


@pytest.fixture
def filled(world: World) -> World:
    imported(world.boss, as_csv(ROWS))
    create(by=actor(world.li), new=NewCustomer(values={"name": "华东客户"}, owner=world.li))
    return world


def made(person: Employee, path: Path, **wish: object) -> list[list[object]]:
    person = Employee.objects.with_access().get(pk=person.pk)
    making.make(
        by=actor(person),
        wish=Wish(**wish),  # type: ignore[arg-type]
        path=path,
        progress=lambda _done, _total: None,
    )
    with open_book(path) as book:
        return [list(row) for row in book.rows(book.sheets[0])]


def test_the_file_holds_the_chosen_columns_of_visible_customers(
    filled: World, tmp_path: Path
) -> None:
    rows = made(filled.boss, tmp_path / "a.xlsx", columns=["name", "phone", "industry"])
    assert rows[0] == ["客户", "电话", "行业"]
    assert ["迪宏", "020-88157777", "制造业"] in rows
    assert len(rows) == 4
    assert len(made(filled.manager, tmp_path / "b.xlsx")) == 1


def test_masked_phones_stay_masked_also_of_contacts(filled: World, tmp_path: Path) -> None:
    finance = role("finance")
    finance.grants = {
        "modules": {"customers": {"scope": "all", "actions": ["view", "export"]}},
        "fields": {"customers.phone": "masked"},
    }
    finance.save()
    path = tmp_path / "a.csv"
    made(filled.finance, path, format=Format.CSV, columns=["name", "phone"], with_contacts=True)
    text = path.read_text(encoding="utf-8-sig")
    assert "138****8000" in text
    assert "13800138000" not in text
    assert "88157777" not in text
    card = tmp_path / "a.vcf"
    making.make(
        by=actor(Employee.objects.with_access().get(pk=filled.finance.pk)),
        wish=Wish(format=Format.VCF),
        path=card,
        progress=lambda _done, _total: None,
    )
    assert b"TEL" not in card.read_bytes()


def test_formulas_are_harmless_and_come_back_as_they_were(filled: World, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    made(filled.boss, path, format=Format.CSV, columns=["name", "note"])
    assert '"\'=1+1"' in path.read_text(encoding="utf-8-sig")
    Customer.objects.filter(name="迪宏").delete()
    batch = imported(filled.boss, path.read_bytes())
    assert counts(batch)[0] == 1
    assert Customer.objects.get(name="迪宏").note == "=1+1"


def test_old_programs_get_gb18030(filled: World, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    making.make(
        by=actor(filled.boss),
        wish=Wish(format=Format.CSV_GB18030, columns=["name"]),
        path=path,
        progress=lambda _done, _total: None,
    )
    assert "迪宏" in path.read_bytes().decode("gb18030")


def test_a_workbook_says_who_took_it(filled: World, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made(filled.boss, path)
    with open_book(path) as book:
        assert book.sheets == ["客户", "说明"]
        about = {str(row[0]): row[1] for row in book.rows("说明") if len(row) > 1}
    assert about["导出人"] == "廖利 (liaoli)"


def test_cards_hold_contacts_and_customers(filled: World, tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    making.make(
        by=actor(filled.boss),
        wish=Wish(format=Format.VCF),
        path=path,
        progress=lambda _done, _total: None,
    )
    found = {card.name: card.phones for card in read(path.read_bytes())}
    assert found["梁耀安"] == ["13800138000"]
    assert found["迪宏"] == ["020-88157777"]


def test_without_the_permission_there_is_no_export(filled: World, client_of: ClientOf) -> None:
    with pytest.raises(NotAllowed):
        jobs.start(by=actor(filled.zheng), wish=Wish())
    assert client_of(filled.zheng).get("/customers/export/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_job_logs_tells_and_binds_the_file_to_its_person(client_of: ClientOf) -> None:
    world = cast.build()
    imported(world.boss, as_csv(ROWS))
    client = client_of(world.boss)
    assert "2 个客户" in client.get("/customers/export/?q=").content.decode()
    client.post("/customers/export/", {"format": "xlsx", "columns": ["name", "phone"]})
    file = StoredFile.objects.get(kind="export")
    entry = AuditEntry.objects.get(action="export")
    assert entry.changes["rows"] == [None, 2]
    assert entry.changes["columns"] == [None, ["name", "phone"]]
    assert entry.changes["sha256"] == [None, file.sha256]
    assert entry.ip == "127.0.0.1"
    assert Notice.objects.get(employee=world.boss).url == f"/files/{file.pk}/"
    assert client.get(f"/files/{file.pk}/").status_code == 200
    assert client_of(world.admin).get(f"/files/{file.pk}/").status_code == 404
    job = Job.objects.get(kind="customers.export")
    assert client.get(f"/customers/export/{job.pk}/").status_code == 200
    assert client_of(world.admin).get(f"/customers/export/{job.pk}/").status_code == 404
    _dies_after_a_day(client, file)


def _dies_after_a_day(client: Client, file: StoredFile) -> None:
    with time_machine.travel(file.created_at + timedelta(hours=24, minutes=1)):
        assert client.get(f"/files/{file.pk}/").status_code != 200
        kind = registry.kind("customers.old_exports")
        assert kind is not None

        class Run:
            now = file.created_at + timedelta(hours=24, minutes=1)

            def check_cancelled(self) -> None: ...

        assert kind.work(Run()) == {"files": 1}  # type: ignore[arg-type]


def test_exports_die_with_the_account(world: World) -> None:
    entry = making.log(by=actor(world.boss), wish=Wish(), path=Path(__file__), count=1)
    with time_machine.travel(NOW + timedelta(hours=1)):
        assert jobs.is_own_and_fresh(world.boss, entry.pk)
        world.boss.is_active = False
        world.boss.save()
        left = Employee.objects.with_access().get(pk=world.boss.pk)
        assert not jobs.is_own_and_fresh(left, entry.pk)


def test_a_card_of_an_invisible_customer_does_not_exist(filled: World, client_of: ClientOf) -> None:
    customer = Customer.objects.get(name="华东客户")
    seen = client_of(filled.li).get(f"/customers/{customer.pk}/card/")
    assert seen.headers["Content-Type"].startswith("text/vcard")
    assert client_of(filled.zheng).get(f"/customers/{customer.pk}/card/").status_code == 404
