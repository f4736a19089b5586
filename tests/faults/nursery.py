"""Processes that are born ready, write, and are killed. Run as `python -m tests.faults.nursery`.

Django is loaded once; each writer is a fork of that. What a writer was told ("acknowledged") it
appends to a file before it goes on.
"""

import json
import os
import random
import signal
import sys
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from zhuixiao.accounts.models import Employee  # noqa: E402
from zhuixiao.kit import backup, jobs  # noqa: E402
from zhuixiao.kit.idempotency import idempotent  # noqa: E402
from zhuixiao.kit.jobs import sweep, work  # noqa: E402
from zhuixiao.kit.models import Job, JobState  # noqa: E402
from zhuixiao.notices.models import Notice  # noqa: E402

STEPS = 3


@idempotent
def write(request: HttpRequest) -> HttpResponse:
    """The effect of a request: one notice that carries the request's id."""
    row = Notice.objects.create(
        employee=Employee.objects.get(),
        kind="fault",
        text=request.POST["request_id"],
        created_at=timezone.now(),
    )
    return HttpResponse(str(row.pk))


def send(key: str) -> str:
    request = RequestFactory().post("/fault/", {"request_id": key})
    request.user = Employee.objects.get()
    return write(request).content.decode()


def born(live: Callable[[], None]) -> int:
    """The pid of a fork that does `live` and ends."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        live()
    finally:
        os._exit(0)


def killed(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def acknowledge(file: Path, key: str, answer: str) -> None:
    with file.open("a") as opened:
        opened.write(f"{key} {answer}\n")


def writers(folder: Path, rounds: int) -> None:
    """Two writers send the same ids again and again and are killed at random instants."""
    chance = random.Random(20260302)  # noqa: S311  (repeatable, not secret)
    keys = [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(2000)]

    def writer(name: str, start: int) -> int:
        def live() -> None:
            for key in keys[start:]:
                acknowledge(folder / name, key, send(key))

        return born(live)

    start = 0
    for turn in range(rounds):
        pids = [writer(f"acks-{turn}-{n}", start) for n in range(2)]
        time.sleep(chance.uniform(0.1, 0.4))
        for pid in pids:
            killed(pid)
        done = sum(len(file.read_text().splitlines()) for file in folder.glob("acks-*"))
        # Again from a little before: what was acknowledged is sent anew, and what was not.
        start = max(0, done // 2 - 10)


def backups(folder: Path) -> None:
    """A backup while somebody writes; prints how much had been acknowledged before it began."""

    def live() -> None:
        while True:
            key = str(uuid.uuid4())
            acknowledge(folder / "acks", key, send(key))

    pid = born(live)
    while not (folder / "acks").exists() or len((folder / "acks").read_text().splitlines()) < 30:
        time.sleep(0.01)
    before = len((folder / "acks").read_text().splitlines())
    backup.make(folder / "copy.zip")
    after = len((folder / "acks").read_text().splitlines())
    killed(pid)
    sys.stdout.write(json.dumps({"before": before, "after": after}))


def work_until_killed(place: int) -> Callable[[str], None]:
    """Kills this process when it comes by for the `place`th time."""
    passed = [0]

    def here(_where: str) -> None:
        if passed[0] == place:
            os.kill(os.getpid(), signal.SIGKILL)
        passed[0] += 1

    return here


def worker() -> None:
    """A job of three steps whose worker dies at every place that there is, one after another."""
    job = jobs.enqueue("fault.steps", by_id=0)
    deaths = 0
    for place in range(3 * STEPS + 1):
        pid = born(partial(run, job.pk, work_until_killed(place)))
        os.waitpid(pid, 0)
        row = Job.objects.get(pk=job.pk)
        if row.state == JobState.RUNNING:
            deaths += 1
            Job.objects.filter(pk=job.pk).update(attempts=1)
            sweep.recover(Job.objects.get(pk=job.pk), timezone.now())
    sys.stdout.write(json.dumps({"deaths": deaths, "state": Job.objects.get(pk=job.pk).state}))


def run(job_id: Any, here: Callable[[str], None]) -> None:
    def steps(job: jobs.Running) -> None:
        for step in range(STEPS):
            here("before")
            with job.once(str(step)) as is_first:
                if is_first:
                    write_step(step)
                here("inside")
            here("after")

    jobs.register("fault.steps", retries=4)(steps)
    work.run_job(job_id)


def write_step(step: int) -> None:
    Notice.objects.create(
        employee=Employee.objects.get(),
        kind="fault-step",
        text=str(step),
        created_at=timezone.now(),
    )


jobs.register("fault.steps", retries=4)(lambda job: None)

if __name__ == "__main__":
    match sys.argv[1]:
        case "writers":
            writers(Path(sys.argv[2]), rounds=int(sys.argv[3]))
        case "backups":
            backups(Path(sys.argv[2]))
        case "worker":
            worker()
