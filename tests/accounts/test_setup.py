import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.world import NOW, World
from zhuixiao.accounts.actions import company
from zhuixiao.accounts.models import Company, Department, Employee, Role
from zhuixiao.kit.errors import RuleError

FORM = {
    "name": "晨光温控",
    "time_zone": "Asia/Shanghai",
    "boss_name": "廖利",
    "username": "liaoli",
    "password": "Kaolin-Teacup-42",
    "again": "Kaolin-Teacup-42",
}


@pytest.mark.django_db
def test_everything_leads_to_the_first_run_page(client: Client) -> None:
    assert client.get("/login/").headers["Location"] == reverse("setup")
    assert client.get(reverse("setup")).status_code == 200


@pytest.mark.django_db
def test_it_creates_the_company_and_logs_the_boss_in(client: Client) -> None:
    response = client.post(reverse("setup"), {**FORM, "role": "9", "is_active": "", "rank": "1"})
    assert response.status_code == 302
    boss = Employee.objects.get()
    assert boss.role.key == "boss"
    assert boss.department.head == boss
    assert Company.objects.get().name == boss.department.name == "晨光温控"
    assert client.get(reverse("profile")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "woaini520"),
        ("password", "woaini5201314"),
        ("password", "liaoli1985-x"),
        ("password", "1234567890"),
        ("password", "short-1"),
        ("time_zone", "Mars/Olympus"),
        ("username", "13800000001"),
        ("name", " "),
        ("again", "something else"),
    ],
)
def test_a_wrong_field_says_so_and_writes_nothing(client: Client, field: str, value: str) -> None:
    data = {**FORM, field: value}
    if field == "password":
        data["again"] = value
    response = client.post(reverse("setup"), data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Company.objects.exists()
    assert not Department.objects.exists()
    assert not Role.objects.exists()


def test_it_is_dead_afterwards(world: World, client: Client) -> None:
    assert client.get(reverse("setup")).status_code == 404
    assert client.post(reverse("setup"), {**FORM, "username": "evil"}).status_code == 404
    assert not Employee.objects.filter(username="evil").exists()


@pytest.mark.django_db(transaction=True)
def test_of_four_at_the_same_moment_one_becomes_boss() -> None:
    barrier = threading.Barrier(4)
    outcomes: list[str] = []

    def set_up(number: int) -> None:
        try:
            barrier.wait(timeout=20)
            company.set_up(
                name=f"公司{number}",
                time_zone="Asia/Shanghai",
                boss_name="老板",
                username=f"boss{number}",
                password="Kaolin-Teacup-42",
                at=NOW,
            )
            outcomes.append("won")
        except company.CompanyExists:
            outcomes.append("lost")
        finally:
            connection.close()

    threads = [threading.Thread(target=set_up, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost", "lost", "lost", "won"]
    assert Company.objects.count() == 1
    assert Employee.objects.count() == 1
    assert Department.objects.count() == 1


@pytest.mark.django_db
def test_a_blank_company_name_is_refused_by_the_rule_itself() -> None:
    with pytest.raises(RuleError):
        company.set_up(at=NOW, **{**_values(), "name": "  "})


def _values() -> dict[str, str]:
    return {name: value for name, value in FORM.items() if name != "again"}
