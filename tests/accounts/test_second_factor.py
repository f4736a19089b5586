import threading
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.world import NOW, PASSWORD, World, actor
from zhuixiao.accounts.actions import second_factor
from zhuixiao.accounts.models import Employee, Role
from zhuixiao.kit.errors import NotAllowed, RuleError

LATER = NOW + timedelta(minutes=5)


def enrol(employee: Employee) -> tuple[pyotp.TOTP, list[str]]:
    secret = second_factor.fresh_secret()
    maker = pyotp.TOTP(secret)
    codes = second_factor.enrol(by=actor(employee), secret=secret, code=maker.at(NOW))
    return maker, codes


def test_a_wrong_first_code_does_not_switch_it_on(world: World) -> None:
    with pytest.raises(RuleError):
        second_factor.enrol(
            by=actor(world.zheng), secret=second_factor.fresh_secret(), code="000000"
        )
    assert not Employee.objects.get(pk=world.zheng.pk).has_totp


def test_a_code_lets_in_once(world: World) -> None:
    maker, _codes = enrol(world.zheng)
    code = maker.at(LATER)
    assert second_factor.use_code(employee=world.zheng, code=code, at=LATER)
    assert not second_factor.use_code(employee=world.zheng, code=code, at=LATER)
    # Nor an older one of the window.
    before = maker.at(LATER - timedelta(seconds=30))
    assert not second_factor.use_code(employee=world.zheng, code=before, at=LATER)


def test_the_code_of_the_enrolment_is_used_up(world: World) -> None:
    maker, _codes = enrol(world.zheng)
    assert not second_factor.use_code(employee=world.zheng, code=maker.at(NOW), at=NOW)


def test_a_code_outside_the_window_is_refused(world: World) -> None:
    maker, _codes = enrol(world.zheng)
    for seconds in (-90, 90):
        code = maker.at(LATER + timedelta(seconds=seconds))
        assert not second_factor.use_code(employee=world.zheng, code=code, at=LATER)


def test_a_recovery_code_lets_in_once_however_it_is_typed(world: World) -> None:
    _maker, codes = enrol(world.zheng)
    assert len(set(codes)) == 10
    assert second_factor.use_code(employee=world.zheng, code=f" {codes[0].upper()} ", at=LATER)
    assert not second_factor.use_code(employee=world.zheng, code=codes[0], at=LATER)
    assert not second_factor.use_code(employee=world.chen, code=codes[1], at=LATER)


@pytest.mark.parametrize("code", ["", "１２３４５６", "abcdef", "0" * 400])
def test_nonsense_is_a_plain_no(world: World, code: str) -> None:
    enrol(world.zheng)
    assert not second_factor.use_code(employee=world.zheng, code=code, at=LATER)


def uses_at_once(employee: Employee, code: str) -> list[bool]:
    barrier = threading.Barrier(8)
    wins: list[bool] = []

    def use() -> None:
        try:
            mine = Employee.objects.get(pk=employee.pk)
            barrier.wait(timeout=20)
            wins.append(second_factor.use_code(employee=mine, code=code, at=LATER))
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(wins)


@pytest.mark.django_db(transaction=True)
def test_of_eight_uses_at_the_same_moment_one_wins(world: World) -> None:
    maker, codes = enrol(world.zheng)
    assert uses_at_once(world.zheng, maker.at(LATER)) == [False] * 7 + [True]
    assert uses_at_once(world.zheng, codes[0]) == [False] * 7 + [True]


def test_the_log_in_asks_for_the_code(world: World, client: Client) -> None:
    maker, _codes = enrol(world.zheng)
    with time_machine.travel(LATER, tick=False):
        response = client.post("/login/", {"username": "zhengbin", "password": PASSWORD})
        assert response.headers["Location"] == reverse("login-code")
        assert client.get(reverse("profile")).status_code == 302
        assert client.post(reverse("login-code"), {"code": "000000"}).status_code == 422
        code = maker.at(datetime.now(UTC))
        assert client.post(reverse("login-code"), {"code": code}).status_code == 302
        assert client.get(reverse("profile")).status_code == 200


def test_guessing_codes_is_throttled_like_passwords(world: World) -> None:
    enrol(world.zheng)
    client = Client(REMOTE_ADDR="10.0.0.1")
    statuses = []
    for _number in range(5):
        client.post("/login/", {"username": "zhengbin", "password": PASSWORD})
        statuses.append(client.post(reverse("login-code"), {"code": "000000"}).status_code)
    assert statuses[-1] == 429
    again = client.post("/login/", {"username": "zhengbin", "password": PASSWORD})
    assert again.status_code == 429


def test_the_password_counts_for_ten_minutes_only(world: World, client: Client) -> None:
    maker, _codes = enrol(world.zheng)
    with time_machine.travel(LATER, tick=False) as clock:
        client.post("/login/", {"username": "zhengbin", "password": PASSWORD})
        clock.shift(601)
        code = maker.at(datetime.now(UTC))
        response = client.post(reverse("login-code"), {"code": code})
        assert response.headers["Location"] == reverse("login")
        assert client.get(reverse("profile")).status_code == 302


def test_a_role_that_needs_it_enrols_before_anything_else(world: World, client: Client) -> None:
    Role.objects.filter(key="sales").update(needs_totp=True)
    client.post("/login/", {"username": "zhengbin", "password": PASSWORD})
    for name in ("profile", "settings", "accounts:password", "accounts:token-new"):
        assert client.get(reverse(name)).headers["Location"] == reverse("second-factor")
    page = client.get(reverse("second-factor"))
    assert page.status_code == 200
    code = pyotp.TOTP(client.session["enrolling"]).now()
    data = {"code": code, "password": PASSWORD}
    wrong = client.post(reverse("second-factor"), {**data, "password": "x"})
    assert wrong.status_code == 422
    assert client.post(reverse("second-factor"), data).status_code == 200
    assert client.get(reverse("profile")).status_code == 200
    assert Employee.objects.get(pk=world.zheng.pk).recovery_codes.count() == 10


def test_a_new_password_by_a_link_does_not_skip_it(world: World, client: Client) -> None:
    from zhuixiao.accounts.actions import invitations

    enrol(world.zheng)
    link = invitations.invite(by=actor(world.admin), employee=world.zheng)
    invitations.accept_invitation(token=link.split("/")[-2], password="Kaolin-Saucer-77", at=NOW)
    data = {"username": "zhengbin", "password": "Kaolin-Saucer-77"}
    assert client.post("/login/", data).headers["Location"] == reverse("login-code")


def test_only_oneself_or_who_manages_people_switches_it_off(world: World) -> None:
    enrol(world.zheng)
    with pytest.raises(NotAllowed):
        second_factor.remove(by=actor(world.manager), employee=world.zheng)
    second_factor.remove(by=actor(world.admin), employee=world.zheng)
    assert not Employee.objects.get(pk=world.zheng.pk).has_totp
    assert not world.zheng.recovery_codes.exists()
