import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import NOW, PASSWORD, World, actor, role
from zhuixiao.accounts.actions import employees, invitations
from zhuixiao.accounts.models import AuditEntry, Employee, Token
from zhuixiao.kit.errors import Conflict, NotAllowed, RuleError


def hire(world: World, **values: object) -> Employee:
    given = {
        "by": actor(world.admin),
        "name": "新人",
        "username": "xinren",
        "department": world.south,
        "role": role("sales"),
        "phone": "",
        "email": "",
        "title": "",
    }
    return employees.hire(**{**given, **values})  # type: ignore[arg-type]


def test_a_hired_person_cannot_log_in_before_the_invitation(world: World) -> None:
    employee = hire(world)
    assert not employee.has_usable_password()
    assert AuditEntry.objects.filter(action="hire", record_id=employee.pk).count() == 1


def test_nobody_grants_a_role_above_his_own(world: World) -> None:
    with pytest.raises(NotAllowed):
        hire(world, role=role("boss"))
    with pytest.raises(NotAllowed):
        hire(world, by=actor(world.manager))
    with pytest.raises(NotAllowed):
        employees.change(by=actor(world.admin), employee=world.zheng, version=1, role=role("boss"))
    assert Employee.objects.get(pk=world.zheng.pk).role.key == "sales"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "ZhengBin"),
        ("username", "ｚhengbin"),
        ("phone", "138 0000-0003"),
        ("phone", "+8613800000003"),
        ("email", "ZhengBin@chenguang.example"),
    ],
)
def test_a_taken_name_phone_or_address_is_refused_at_its_field(
    world: World, field: str, value: str
) -> None:
    with pytest.raises(RuleError) as error:
        hire(world, **{field: value})
    assert error.value.field == field
    assert not Employee.objects.filter(name="新人").exists()


@pytest.mark.parametrize("username", ["13800000003", "a", "zheng@bin", "two words", "../etc", ""])
def test_a_log_in_name_that_could_mean_something_else_is_refused(
    world: World, username: str
) -> None:
    with pytest.raises(RuleError) as error:
        hire(world, username=username)
    assert error.value.field == "username"


def test_two_edits_of_the_same_field_conflict_and_of_others_do_not(world: World) -> None:
    by = actor(world.admin)
    employees.change(by=by, employee=world.zheng, version=1, title="经理")
    employees.change(by=by, employee=world.zheng, version=1, phone="13900000000")
    with pytest.raises(Conflict) as error:
        employees.change(by=by, employee=world.zheng, version=1, title="总监")
    assert error.value.fields["title"]["theirs"] == "经理"
    assert Employee.objects.get(pk=world.zheng.pk).title == "经理"


def test_deactivation_kills_session_token_invitation_and_second_factor_at_once(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    assert client.get(reverse("profile")).status_code == 200
    Token.objects.create(employee=world.zheng, name="t", token_hash="x" * 64, scopes=[])
    link = employees.invite(by=actor(world.admin), employee=world.zheng)
    Employee.objects.filter(pk=world.zheng.pk).update(totp_secret="JBSWY3DPEHPK3PXP")

    employees.deactivate(by=actor(world.admin), employee=world.zheng)

    assert client.get(reverse("profile")).status_code == 302
    assert client.post(reverse("accounts:preferences")).status_code == 401
    gone = Employee.objects.get(pk=world.zheng.pk)
    assert not gone.is_active
    assert gone.totp_secret == ""
    assert not gone.sessions.exists()
    assert not gone.tokens.filter(revoked_at=None).exists()
    with pytest.raises(invitations.InvitationGone):
        invitations.accept_invitation(token=link.split("/")[-2], password=PASSWORD, at=NOW)


def test_a_deactivated_person_cannot_come_back_with_the_old_password(world: World) -> None:
    employees.deactivate(by=actor(world.admin), employee=world.zheng)
    client = Client()
    url = reverse("login")
    client.post(url, {"username": "zhengbin", "password": PASSWORD})
    assert client.get(reverse("profile")).status_code == 302
    employees.reactivate(by=actor(world.admin), employee=world.zheng)
    client.post(url, {"username": "zhengbin", "password": PASSWORD})
    assert client.get(reverse("profile")).status_code == 302


def test_a_session_forged_with_the_id_of_a_deactivated_person_is_nobody(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    Employee.objects.filter(pk=world.zheng.pk).update(is_active=False)
    assert client.get(reverse("profile")).status_code == 302


def test_nobody_deactivates_himself_or_the_last_boss_or_a_higher_rank(world: World) -> None:
    with pytest.raises(RuleError):
        employees.deactivate(by=actor(world.admin), employee=world.admin)
    with pytest.raises(NotAllowed):
        employees.deactivate(by=actor(world.admin), employee=world.boss)
    second = hire(world, by=actor(world.boss), role=role("boss"))
    employees.deactivate(by=actor(second), employee=world.boss)
    world.boss.refresh_from_db()
    with pytest.raises(RuleError) as error:
        employees.change(by=actor(second), employee=second, version=1, role=role("sales"))
    assert error.value.field == "role"
    assert Employee.objects.active().filter(role__key="boss").count() == 1


def test_an_admin_can_neither_invite_nor_reset_the_boss(world: World, client_of: ClientOf) -> None:
    client = client_of(world.admin)
    for name in ("employee-invitation", "employee-second-factor", "employee-sessions"):
        url = reverse(f"accounts:{name}", args=[world.boss.pk])
        assert client.post(url).status_code == 403, name


def test_fields_that_a_form_does_not_have_are_ignored(world: World, client_of: ClientOf) -> None:
    zheng = world.zheng
    url = reverse("accounts:employee", args=[zheng.pk])
    response = client_of(world.admin).post(
        url,
        {
            "name": "郑斌",
            "username": "zhengbin",
            "department": world.south.pk,
            "role": zheng.role_id,
            "version": 1,
            "id": world.boss.pk,
            "rank": 100,
            "is_active": "",
            "password": "x",
            "totp_secret": "x",
        },
    )
    assert response.status_code == 303
    after = Employee.objects.get(pk=zheng.pk)
    assert after.is_active
    assert after.role.rank == 10
    assert after.password == zheng.password
    assert Employee.objects.get(pk=world.boss.pk).name == "廖利"


def test_the_form_offers_no_role_above_the_own_and_refuses_a_forged_one(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.admin)
    data = {
        "name": "新人",
        "username": "xinren",
        "department": world.south.pk,
        "role": role("boss").pk,
    }
    assert client.post(reverse("accounts:employee-new"), data).status_code == 422
    assert not Employee.objects.filter(username="xinren").exists()


def test_a_new_colleague_gets_a_link_that_is_shown_once(world: World, client_of: ClientOf) -> None:
    data = {
        "name": "新人",
        "username": "xinren",
        "department": world.south.pk,
        "role": role("sales").pk,
    }
    response = client_of(world.admin).post(
        reverse("accounts:employee-new"), data, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert "http://127.0.0.1:8800/invitation/" in response.content.decode()
    assert response.headers["Cache-Control"].count("no-store") == 1


def test_somebody_who_changed_the_same_field_is_named_on_the_page(
    world: World, client_of: ClientOf
) -> None:
    employees.change(by=actor(world.boss), employee=world.zheng, version=1, title="经理")
    data = {
        "name": "郑斌",
        "username": "zhengbin",
        "title": "总监",
        "department": world.south.pk,
        "role": world.zheng.role_id,
        "phone": "13800000003",
        "email": "zhengbin@chenguang.example",
        "version": 1,
    }
    client = client_of(world.admin)
    url = reverse("accounts:employee", args=[world.zheng.pk])
    response = client.post(url, data)
    assert response.status_code == 422
    assert "经理" in response.content.decode()
    assert client.post(url, {**data, "version": 2}).status_code == 303
    assert Employee.objects.get(pk=world.zheng.pk).title == "总监"


def test_the_list_finds_by_name_and_department(world: World, client_of: ClientOf) -> None:
    client = client_of(world.admin)
    url = reverse("accounts:employees")
    page = client.get(url, {"department": world.south.pk}).content.decode()
    assert "苏细莲" in page
    assert "李慧" not in page
    assert "李慧" in client.get(url, {"q": "lihui"}).content.decode()
    assert client.get(url, {"q": "%_", "page": "x", "department": "²"}).status_code == 200
    assert client.get(url, {"q": "\0"}).status_code == 400
