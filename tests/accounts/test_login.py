import pytest
from django.test import Client
from django.urls import reverse

from tests.world import PASSWORD, World
from zhuixiao.accounts.models import AuditEntry, Employee, Session

LOGIN = "/login/"


def log_in(client: Client, username: str, password: str = PASSWORD, **extra: str) -> int:
    data = {"username": username, "password": password}
    return client.post(LOGIN, data, **extra).status_code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    ["zhengbin", "ZhengBin ", "13800000003", "+86 138-0000-0003", "zhengbin@chenguang.example"],
)
def test_name_phone_or_mail_lets_in(world: World, client: Client, name: str) -> None:
    assert log_in(client, name) == 302
    assert client.get(reverse("profile")).status_code == 200
    assert AuditEntry.objects.filter(action="log_in", employee=world.zheng).count() == 1


def test_a_wrong_password_and_an_unknown_name_look_the_same(world: World, client: Client) -> None:
    known = client.post(LOGIN, {"username": "zhengbin", "password": "wrong-wrong"})
    unknown = client.post(LOGIN, {"username": "nobody", "password": "wrong-wrong"})
    assert known.status_code == unknown.status_code == 422
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_five_failures_lock_the_account_at_that_address_only(world: World) -> None:
    office, home = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    for _number in range(5):
        status = log_in(office, "zhengbin", "wrong-wrong")
    assert status == 429
    response = office.post(LOGIN, {"username": "zhengbin", "password": PASSWORD})
    assert response.status_code == 429
    assert "15" in response.content.decode()
    # A colleague in the same office, and the person elsewhere, are not concerned.
    assert log_in(office, "chenmin") == 302
    assert log_in(home, "zhengbin") == 302


def test_spelling_the_name_differently_gives_no_more_tries(world: World) -> None:
    client = Client(REMOTE_ADDR="10.0.0.1")
    spellings = ["zhengbin", "ZHENGBIN", "13800000003", "zhengbin@chenguang.example", "Zhengbin"]
    for name in spellings:
        log_in(client, name, "wrong-wrong")
    assert log_in(client, "zhengbin") == 429


def test_a_forged_forwarded_address_gives_no_more_tries(world: World) -> None:
    for number in range(5):
        client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        log_in(client, "zhengbin", "wrong-wrong")
    assert log_in(Client(REMOTE_ADDR="10.0.0.1"), "zhengbin") == 429


def test_a_forwarded_address_is_not_shown_as_the_persons(world: World) -> None:
    client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
    log_in(client, "zhengbin")
    assert Session.objects.get(employee=world.zheng).ip == "10.0.0.1"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_never_leaves_this_site(world: World, client: Client, target: str) -> None:
    data = {"username": "zhengbin", "password": PASSWORD, "next": target}
    assert client.post(LOGIN, data).headers["Location"] == "/"
    response = client.post(reverse("language"), {"language": "en", "next": target})
    assert response.headers["Location"] == "/"


def test_next_leads_to_a_page_here(world: World, client: Client) -> None:
    data = {"username": "zhengbin", "password": PASSWORD, "next": "/profile/?a=1"}
    assert client.post(LOGIN, data).headers["Location"] == "/profile/?a=1"


def test_a_planted_session_key_is_not_kept(world: World, client: Client) -> None:
    client.session.save()
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["zhuixiao_session"] = planted or ""
    log_in(client, "zhengbin")
    assert client.session.session_key != planted
    assert "planted" not in client.session
    assert not Session.objects.filter(session_key=planted).exists()


def test_log_out_ends_the_session_on_the_server_and_wipes_the_browser(
    world: World, client: Client
) -> None:
    log_in(client, "zhengbin")
    key = client.session.session_key
    response = client.post(reverse("logout"))
    assert '"storage"' in response.headers["Clear-Site-Data"]
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get(reverse("logout")).status_code == 405


def test_the_list_of_devices_ends_another_session_without_showing_its_key(world: World) -> None:
    here, there = (
        Client(HTTP_USER_AGENT="Firefox Windows"),
        Client(HTTP_USER_AGENT="Android Chrome"),
    )
    log_in(here, "zhengbin")
    log_in(there, "zhengbin")
    page = here.get(reverse("profile")).content.decode()
    assert "Chrome · Android" in page
    assert str(there.session.session_key) not in page
    other = Session.objects.get(session_key=there.session.session_key)
    here.post(reverse("accounts:session", args=[other.mark]))
    assert there.get(reverse("profile")).status_code == 302
    assert here.get(reverse("profile")).status_code == 200


def test_a_session_of_somebody_else_does_not_exist(world: World) -> None:
    mine, theirs = Client(), Client()
    log_in(mine, "zhengbin")
    log_in(theirs, "chenmin")
    other = Session.objects.get(employee=world.chen)
    assert mine.post(reverse("accounts:session", args=[other.mark])).status_code == 404
    assert theirs.get(reverse("profile")).status_code == 200


def test_a_new_password_logs_the_other_devices_out(world: World) -> None:
    here, there = Client(), Client()
    log_in(here, "zhengbin")
    log_in(there, "zhengbin")
    data = {"old": PASSWORD, "password": "Kaolin-Saucer-77", "again": "Kaolin-Saucer-77"}
    assert here.post(reverse("accounts:password"), {**data, "old": "x"}).status_code == 422
    assert here.post(reverse("accounts:password"), data).status_code == 303
    assert here.get(reverse("profile")).status_code == 200
    assert there.get(reverse("profile")).status_code == 302


def test_language_is_a_cookie_for_strangers_and_a_choice_for_people(
    world: World, client: Client
) -> None:
    client.post(reverse("language"), {"language": "en"})
    assert "Password" in client.get(LOGIN).content.decode()
    log_in(client, "zhengbin")
    assert "我的账号" in client.get(reverse("profile")).content.decode()
    client.post(reverse("language"), {"language": "en"})
    assert Employee.objects.get(pk=world.zheng.pk).language == "en"
    client.post(reverse("language"), {"language": "xx"})
    assert Employee.objects.get(pk=world.zheng.pk).language == "en"


def test_a_null_byte_or_a_huge_name_is_a_plain_no(world: World, client: Client) -> None:
    assert log_in(client, "a\0b") == 422
    assert log_in(client, "a" * 5000) == 422
    assert log_in(client, "") == 422
