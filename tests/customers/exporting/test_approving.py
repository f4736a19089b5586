"""A large export waits until somebody agrees, whichever way it is asked for."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.models import Flow, FlowVersion, Request
from zhuixiao.customers.actions import creating
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.models import Job
from zhuixiao.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(world: World) -> World:
    """Five customers of 郑斌, and a limit of five rows."""
    FlowVersion.objects.filter(flow__subject="customers.export").update(
        conditions={"at_least": {"rows": 5}}
    )
    rows = [creating.NewCustomer({"name": f"客户{n}"}, owner=world.zheng) for n in range(5)]
    creating.create_many(by=actor(world.zheng), rows=rows, reason=OwnerReason.CREATED)
    return world


def test_a_new_company_asks_the_boss_for_exports_of_a_thousand(world: World) -> None:
    flow = Flow.objects.get(subject="customers.export")
    version = FlowVersion.objects.get(flow=flow)
    assert (flow.subject, version.conditions) == ("customers.export", {"at_least": {"rows": 1000}})


def test_the_file_is_made_only_after_the_boss_agreed(
    five: World,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = client_of(five.manager)
    answer = client.post(reverse("customers:export"), {"format": "xlsx"})
    request = Request.objects.get()
    assert answer["Location"] == reverse("approvals:detail", args=[request.pk])
    assert not Job.objects.filter(kind="customers.export").exists()
    with django_capture_on_commit_callbacks(execute=True):
        deciding.approve(by=actor(five.boss), request=request)
    file = StoredFile.objects.get()
    assert file.uploaded_by == five.manager
    assert client.get(reverse("files:download", args=[file.pk])).status_code == 200
    assert Notice.objects.filter(employee=five.manager, kind="customers.export").exists()


def test_the_boss_and_a_small_export_go_at_once(five: World, client_of: ClientOf) -> None:
    client_of(five.boss).post(reverse("customers:export"), {"format": "xlsx"})
    address = f"{reverse('customers:export')}?q=客户1"
    client_of(five.manager).post(address, {"format": "xlsx"})
    assert Job.objects.filter(kind="customers.export").count() == 2
    assert not Request.objects.exists()


def test_neither_the_api_nor_the_command_line_goes_around_it(
    five: World,
    api_of: ApiOf,  # noqa: F811
    tmp_path: Path,
    capsys: Any,
) -> None:
    answer = api_of(five.manager)("POST", "/exports", {"query": "view=all"})
    assert answer.status_code == 202
    assert answer.json()["state"] == "approval"
    assert answer.json()["approval_id"] == Request.objects.get().pk
    target = tmp_path / "all.xlsx"
    call_command("export_records", "customers", str(target), by="zhouping")
    assert not target.exists()
    assert not Job.objects.filter(kind="customers.export").exists()


def test_a_selection_that_grew_since_is_not_approved(five: World, client_of: ClientOf) -> None:
    client_of(five.manager).post(reverse("customers:export"), {"format": "xlsx"})
    rows = [creating.NewCustomer({"name": f"新{n}"}, owner=five.zheng) for n in range(20)]
    creating.create_many(by=actor(five.zheng), rows=rows, reason=OwnerReason.CREATED)
    client = client_of(five.boss)
    address = reverse("approvals:decide", args=[Request.objects.get().pk])
    client.post(address, {"decision": "approve"})
    assert Request.objects.get().state == "running"
