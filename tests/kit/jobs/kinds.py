"""Kinds of jobs that only tests know."""

from typing import Any

from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError

ran: list[Any] = []


@jobs.register("test.note")
def note(job: jobs.Running) -> dict[str, Any]:
    ran.append(job.payload.get("n"))
    return {"noted": job.payload.get("n")}


@jobs.register("test.fail", retries=2)
def fail(job: jobs.Running) -> None:
    ran.append(job.attempt)
    raise OSError("the printer burns")


@jobs.register("test.refuse", retries=2)
def refuse(job: jobs.Running) -> None:
    ran.append(job.attempt)
    raise RuleError("Choose a file first.")


@jobs.register("test.count")
def count(job: jobs.Running) -> None:
    for done in range(1, 11):
        job.progress(done, 10)
        ran.append(done)
        if done == job.payload.get("cancel_at"):
            jobs.cancel(job.id)


@jobs.register("test.steps", retries=3)
def steps(job: jobs.Running) -> None:
    for step in range(3):
        with job.once(f"step {step}") as is_first:
            if is_first:
                ran.append(step)
            if step == job.payload.get("breaks_at") and job.attempt == 1:
                raise OSError("killed inside the step")


@jobs.register("test.alone", exclusive="test-lane")
def alone(job: jobs.Running) -> None:
    ran.append(job.payload["n"])
    inner = job.payload.get("starts")
    if inner is not None:
        ran.append(f"{jobs.run_due()} others ran meanwhile")
