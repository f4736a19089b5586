"""The pages of notices and jobs."""

from typing import Any

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.kit.jobs import kinds as job_kinds
from tests.notices.test_telling import tell
from tests.world import World
from zhuixiao.kit import jobs
from zhuixiao.kit.models import Job, JobState
from zhuixiao.notices import kinds
from zhuixiao.notices.models import Mute, Notice

HTMX = {"HX-Request": "true"}


def test_the_own_notices_and_no_others(world: World, client_of: ClientOf) -> None:
    tell(world, world.zheng.pk)
    url = reverse("notices:list")
    assert "3 rows" in client_of(world.zheng).get(url).content.decode()
    assert "3 rows" not in client_of(world.chen).get(url).content.decode()


def test_the_count_is_a_number_or_nothing(world: World, client_of: ClientOf) -> None:
    client, url = client_of(world.zheng), reverse("notices:unread")

    def beside_the_bell() -> bytes:
        return client.get(url).content.partition(b"<span")[0]

    assert beside_the_bell() == b""
    tell(world, world.zheng.pk)
    assert beside_the_bell() == b"1"
    Notice.objects.bulk_create(
        Notice(employee=world.zheng, kind="x", text="x", created_at=world.company.created_at)
        for _ in range(120)
    )
    assert beside_the_bell() == b"99+"


def test_reading_goes_where_the_notice_points(world: World, client_of: ClientOf) -> None:
    tell(world, world.zheng.pk, url="/customers/7/")
    url = reverse("notices:read", args=[Notice.objects.get().pk])
    response = client_of(world.zheng).post(url, headers=HTMX)
    assert response["HX-Redirect"] == "/customers/7/"
    assert Notice.objects.get().read_at


def test_anothers_notice_is_not_there(world: World, client_of: ClientOf) -> None:
    tell(world, world.zheng.pk)
    pk = Notice.objects.get().pk
    for name in ("notices:read", "notices:put-away"):
        assert client_of(world.chen).post(reverse(name, args=[pk])).status_code == 404
    assert Notice.objects.get().read_at is None


def test_reading_all_answers_with_the_list(world: World, client_of: ClientOf) -> None:
    tell(world, world.zheng.pk)
    response = client_of(world.zheng).post(reverse("notices:read-all"), headers=HTMX)
    assert response.content.decode().lstrip().startswith('<div id="notices"')
    assert "noticesChanged" in response["HX-Trigger"]
    assert not Notice.objects.unread().exists()


def test_a_put_away_notice_leaves_the_open_list(world: World, client_of: ClientOf) -> None:
    tell(world, world.zheng.pk)
    client, url = client_of(world.zheng), reverse("notices:list")
    client.post(reverse("notices:put-away", args=[Notice.objects.get().pk]))
    assert "3 rows" not in client.get(url).content.decode()
    assert "3 rows" in client.get(f"{url}?show=all").content.decode()


def test_a_day_is_put_away_at_once_and_only_the_own(world: World, client_of: ClientOf) -> None:
    tell(world, world.zheng.pk, world.chen.pk)
    everybodys = list(Notice.objects.values_list("pk", flat=True))
    address = reverse("notices:put-all-away")
    client_of(world.zheng).post(address, {"id": [*everybodys, "nonsense"]}, headers=HTMX)
    assert list(Notice.objects.open().values_list("employee", flat=True)) == [world.chen.pk]


def test_kinds_are_muted_by_leaving_them_out(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_labels", {"a": "Letter A", "b": "Letter B"})
    client, url = client_of(world.zheng), reverse("notices:muting")
    assert "Letter A" in client.get(url).content.decode()
    client.post(url, {"kind": ["a"]})
    assert list(Mute.objects.values_list("employee", "kind")) == [(world.zheng.pk, "b")]


@pytest.fixture
def job_of_zheng(world: World) -> Job:
    assert job_kinds
    return jobs.enqueue("test.note", payload={"n": 1}, by_id=world.zheng.pk, label="Notices")


def test_a_job_is_its_owners_and_the_administrators(
    world: World, client_of: ClientOf, job_of_zheng: Job
) -> None:
    url = reverse("notices:job", args=[job_of_zheng.pk])
    assert client_of(world.zheng).get(url).status_code == 200
    assert client_of(world.chen).get(url).status_code == 404
    assert client_of(world.admin).get(url).status_code == 200


@pytest.mark.parametrize("name", ["notices:job-cancel", "notices:job-retry"])
def test_anothers_job_cannot_be_touched(
    world: World, client_of: ClientOf, job_of_zheng: Job, name: str
) -> None:
    response = client_of(world.chen).post(reverse(name, args=[job_of_zheng.pk]))
    assert response.status_code == 404
    job_of_zheng.refresh_from_db()
    assert job_of_zheng.state == JobState.QUEUED


def test_an_open_job_asks_again_and_an_ended_one_does_not(
    world: World, client_of: ClientOf, job_of_zheng: Job
) -> None:
    client, url = client_of(world.zheng), reverse("notices:job", args=[job_of_zheng.pk])
    waiting = client.get(url, headers=HTMX)
    assert "every 1s" in waiting.content.decode()
    assert "HX-Trigger" not in waiting.headers
    jobs.run_due()
    ended = client.get(url, headers=HTMX)
    assert "every 1s" not in ended.content.decode()
    assert str(job_of_zheng.pk) in ended["HX-Trigger"]


def test_a_running_job_shows_how_far_it_is(
    world: World, client_of: ClientOf, job_of_zheng: Job
) -> None:
    Job.objects.update(state="running", progress_done=25, progress_total=100)
    page = client_of(world.zheng).get(reverse("notices:jobs")).content.decode()
    assert "25%" in page


def test_cancelling_and_trying_again(world: World, client_of: ClientOf, job_of_zheng: Job) -> None:
    client = client_of(world.zheng)
    for name, state in [("job-cancel", JobState.CANCELLED), ("job-retry", JobState.QUEUED)]:
        client.post(reverse(f"notices:{name}", args=[job_of_zheng.pk]), headers=HTMX)
        job_of_zheng.refresh_from_db()
        assert job_of_zheng.state == state


def test_routine_work_that_went_well_does_not_bury_the_jobs(
    world: World, client_of: ClientOf
) -> None:
    row = jobs.enqueue("notices.old", by_id=0, label="Old notices are removed")
    Job.objects.filter(pk=row.pk).update(state="done")
    url = f"{reverse('notices:jobs')}?show=all"
    assert str(row.pk) not in client_of(world.admin).get(url).content.decode()
    Job.objects.filter(pk=row.pk).update(state="failed")
    assert str(row.pk) in client_of(world.admin).get(url).content.decode()


def test_everybodys_jobs_are_listed_for_administrators_only(
    world: World, client_of: ClientOf, job_of_zheng: Job
) -> None:
    url = f"{reverse('notices:jobs')}?show=all"

    def shown(employee: Any) -> bool:
        return str(job_of_zheng.pk) in client_of(employee).get(url).content.decode()

    assert shown(world.admin)
    assert shown(world.zheng)
    assert not shown(world.chen)
