import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.world import NOW, World, actor
from zhuixiao.accounts.actions import invitations
from zhuixiao.accounts.models import Employee, Invitation
from zhuixiao.kit.errors import RuleError

NEW = "Kaolin-Saucer-77"


def token_of(link: str) -> str:
    return link.split("/")[-2]


def test_a_link_works_once(world: World) -> None:
    token = token_of(invitations.invite(by=actor(world.admin), employee=world.zheng))
    employee = invitations.accept_invitation(token=token, password=NEW, at=NOW)
    assert Employee.objects.get(pk=employee.pk).check_password(NEW)
    with pytest.raises(invitations.InvitationGone):
        invitations.accept_invitation(token=token, password=NEW, at=NOW)


def test_a_link_ends_after_72_hours(world: World) -> None:
    token = token_of(invitations.invite(by=actor(world.admin), employee=world.zheng))
    late = NOW + timedelta(hours=72)
    with pytest.raises(invitations.InvitationGone):
        invitations.accept_invitation(token=token, password=NEW, at=late)
    early = late - timedelta(seconds=1)
    assert invitations.accept_invitation(token=token, password=NEW, at=early)


def test_a_new_link_ends_the_old_one(world: World) -> None:
    old = token_of(invitations.invite(by=actor(world.admin), employee=world.zheng))
    invitations.invite(by=actor(world.admin), employee=world.zheng)
    with pytest.raises(invitations.InvitationGone):
        invitations.invitation_of(old, at=NOW)


def test_a_weak_password_is_refused_and_the_link_stays_good(world: World) -> None:
    token = token_of(invitations.invite(by=actor(world.admin), employee=world.zheng))
    with pytest.raises(RuleError) as error:
        invitations.accept_invitation(token=token, password="woaini520", at=NOW)
    assert error.value.field == "password"
    assert invitations.invitation_of(token, at=NOW)


def test_the_page_takes_the_secret_out_of_the_address(world: World, client: Client) -> None:
    by = actor(world.admin, at=timezone.now())
    link = invitations.invite(by=by, employee=world.zheng)
    path = link.removeprefix("http://127.0.0.1:8800")
    response = client.get(path)
    assert response.headers["Location"] == reverse("accounts:accept")
    response = client.post(reverse("accounts:accept"), {"password": NEW, "again": NEW})
    assert response.status_code == 302
    assert Employee.objects.get(pk=world.zheng.pk).check_password(NEW)
    assert client.get(path).status_code == 410
    assert client.post(reverse("accounts:accept"), {"password": NEW}).status_code == 410


def test_the_secret_is_kept_only_as_a_hash(world: World) -> None:
    token = token_of(invitations.invite(by=actor(world.admin), employee=world.zheng))
    row = Invitation.objects.get(employee=world.zheng)
    assert token not in (row.token_hash, str(row.__dict__))


def test_without_mail_the_help_page_only_says_whom_to_ask(world: World, client: Client) -> None:
    response = client.post(reverse("forgot-password"), {"email": world.zheng.email})
    assert response.status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_mail_goes_to_the_stored_address_and_the_answer_is_always_the_same(
    world: World, client: Client, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    Employee.objects.filter(pk=world.zheng.pk).update(email="mike@example.org")
    url = reverse("forgot-password")
    answers = [
        re.sub(
            r'(content|value)="\w{64}"',
            "",
            client.post(url, {"email": address}, headers={"Host": "localhost"}).content.decode(),
        )
        for address in ("mike@example.org", "nobody@example.org")
    ]
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [["mike@example.org"]]
    assert "http://127.0.0.1:8800/invitation/" in mail.outbox[0].body


@pytest.mark.parametrize("address", ["mıke@example.org", "mİke@example.org", "ｍike@example.org"])
def test_a_look_alike_address_gets_nothing(world: World, address: str) -> None:
    Employee.objects.filter(pk=world.zheng.pk).update(email="mike@example.org")
    try:
        found = invitations.mail_if_known(address=address, at=NOW)
    except RuleError:
        found = None
    assert found is None
    assert Employee.objects.all().with_login("mıke@example.org") is None


def test_a_mailbox_is_not_filled(world: World) -> None:
    address = world.zheng.email or ""
    now = timezone.now()
    assert invitations.mail_if_known(address=address, at=now)
    assert invitations.mail_if_known(address=address, at=now) is None
