from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import NOW, World, actor
from zhuixiao.accounts import audit, labels
from zhuixiao.accounts.actions import api_tokens, employees, groups
from zhuixiao.accounts.models import AuditEntry, Group, Role, Token
from zhuixiao.accounts.queries import history
from zhuixiao.kit.errors import NotAllowed


def test_the_log_only_grows(world: World) -> None:
    with pytest.raises(TypeError):
        AuditEntry.objects.update(action="x")
    with pytest.raises(TypeError):
        AuditEntry.objects.all().delete()
    row = AuditEntry.objects.latest("pk")
    with pytest.raises(TypeError):
        row.delete()
    row.action = "x"
    with pytest.raises(TypeError):
        row.save()


def test_history_speaks_in_labels_and_names(world: World) -> None:
    employees.change(
        by=actor(world.admin), employee=world.zheng, version=1, department=world.east, title="经理"
    )
    row = history("employee", world.zheng.pk)[0]
    assert (row.who, row.action) == ("曾明", "修改")
    words = {str(change.label): (change.before, change.after) for change in row.changes}
    assert words == {"部门": ("华南分公司", "华东分公司"), "职务": ("", "经理")}


def test_history_pages_by_id(world: World) -> None:
    for number in range(5):
        audit.write(
            by=actor(world.boss), action="change", kind="thing", record_id=7, label=str(number)
        )
    first = history("thing", 7, 2)
    second = history("thing", 7, 2, first[-1].id)
    assert [row.label for row in first + second] == ["4", "3", "2", "1"]


def test_sensitive_values_follow_the_reader(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhuixiao.accounts import permissions

    module = permissions.Module(
        key="letters",
        label="Letters",
        actions=["view"],
        fields={"letters.phone": "Phone"},
        field_defaults={"letters.phone": {"sales": "masked", "finance": "hidden"}},
    )
    monkeypatch.setitem(permissions._modules, "letters", module)
    monkeypatch.setitem(
        labels._kinds, "letter", labels.Kind("Letter", sensitive={"phone": "letters.phone"})
    )
    audit.write(
        by=actor(world.boss),
        action="change",
        kind="letter",
        record_id=1,
        changes={"phone": ("", "13812345678")},
    )
    masked = history("letter", 1, access=world.zheng.access)[0].changes
    assert "138" not in str(masked)
    assert len(masked) == 1
    assert history("letter", 1, access=world.finance.access)[0].changes == ()
    assert "13812345678" in str(history("letter", 1, access=world.boss.access))


def test_the_page_filters_and_pages(world: World, client_of: ClientOf) -> None:
    at = NOW + timedelta(days=3)
    audit.write_many(
        audit.entry(
            by=actor(world.chen, at=at), action="log_in", kind="employee", label=f"n{number}"
        )
        for number in range(60)
    )
    client = client_of(world.admin)
    url = reverse("accounts:audit")
    page = client.get(url, {"employee": world.chen.pk})
    rows = page.context["rows"]
    assert [rows[0].label, rows[-1].label] == ["n59", "n10"]
    query = {"employee": world.chen.pk, "before": page.context["next_before"]}
    older = client.get(url, query, headers={"HX-Request": "true"})
    assert [row.label for row in older.context["rows"]][-1] == "n0"
    assert b"<html" not in older.content
    days = {"start": "2026-03-05", "end": "2026-03-05", "action": "log_in"}
    assert len(client.get(url, days).context["rows"]) == 50
    assert client.get(url, {**days, "start": "2026-03-06"}).context["rows"] == []
    for bad in ({"before": "x"}, {"before": "9" * 40}):
        assert client.get(url, bad).status_code == 404
    assert client.get(url, {"start": "garbage", "kind": "'--"}).status_code == 200


def test_the_page_costs_the_same_however_long_the_log(world: World, client_of: ClientOf) -> None:
    client = client_of(world.admin)
    by = actor(world.boss, at=NOW + timedelta(days=2))
    changes = {"department": (world.south, world.east)}

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("accounts:audit"), {"kind": "employee", "start": "2026-03-03"})
        return len(captured)

    def write(rows: int) -> None:
        audit.write_many(
            audit.entry(by=by, action="change", kind="employee", changes=changes)
            for _number in range(rows)
        )

    write(1)
    queries()
    few = queries()
    write(40)
    assert queries() == few < 12


def test_a_token_carries_at_most_the_own_rights_and_only_its_hash_is_kept(world: World) -> None:
    by = actor(world.zheng)
    with pytest.raises(NotAllowed):
        api_tokens.create(by=by, name="t", scopes=["accounts.manage"], expires_at=None)
    token, secret = api_tokens.create(
        by=by, name="t", scopes=["accounts.view"], expires_at=NOW + timedelta(days=1)
    )
    assert secret not in str(Token.objects.values())
    with pytest.raises(NotAllowed):
        api_tokens.revoke(by=actor(world.chen), token=token)
    api_tokens.revoke(by=actor(world.admin), token=token)
    assert Token.objects.get().revoked_at == NOW


def test_the_token_page_shows_the_secret_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    url = reverse("accounts:token-new")
    data = {"name": "sync", "days": "30", "scopes": ["accounts.view"]}
    assert client.post(url, {**data, "scopes": ["accounts.manage"]}).status_code == 422
    page = client.post(url, data)
    assert page.status_code == 200
    assert page.context["secret"] not in client.get(reverse("profile")).content.decode()
    other = client_of(world.chen)
    revocation = reverse("accounts:token-revocation", args=[Token.objects.get().pk])
    assert other.post(revocation).status_code == 404
    assert client.post(revocation).status_code == 303


def test_groups_keep_their_order_and_members(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    url = reverse("accounts:group-new")
    client.post(url, {"name": "值班", "members": [world.zheng.pk, world.su.pk]})
    client.post(url, {"name": "展会", "members": []})
    assert client.post(url, {"name": "展会"}).status_code == 422
    second = Group.objects.get(name="展会")
    client.post(reverse("accounts:group-place", args=[second.pk]), {"to": "up"})
    names = Group.objects.order_by("position").values_list("name", flat=True)
    assert list(names) == ["展会", "值班"]
    groups.remove(by=actor(world.boss), group=second)
    assert Group.objects.get().members.count() == 2


def test_the_matrix_page_saves_what_was_ticked(world: World, client_of: ClientOf) -> None:
    sales = Role.objects.get(key="sales")
    url = reverse("accounts:role", args=[sales.pk])
    client = client_of(world.boss)
    data = {"name": "销售", "may.audit.view": "on", "may.nothing.at_all": "on", "needs_totp": "on"}
    assert client.post(url, data).status_code == 303
    sales.refresh_from_db()
    assert sales.needs_totp
    assert sales.grants["modules"]["audit"]["actions"] == ["view"]
    assert "nothing" not in sales.grants["modules"]
    forged = {"name": "销售", "scope.customers": "universe"}
    assert client.post(url, forged).status_code in (303, 422)
    admin_role = reverse("accounts:role", args=[Role.objects.get(key="boss").pk])
    assert client_of(world.admin).post(admin_role, {"name": "x"}).status_code in (403, 422)
    assert Role.objects.get(key="boss").name == "老板"
