"""Tasks over the API."""

from datetime import date, datetime, time

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Clock

from ..actions import tasks
from ..actions.tasks import NewTask
from ..choices import Repeat
from ..models import Task

router = Router(tags=["activities"])


class TaskIn(Schema):
    title: str
    due_on: date
    due_time: Clock | None = None
    note: str = ""
    customer_id: int | None = None
    employee_id: int | None = None
    repeat: Repeat = Repeat.NONE
    remind_minutes_before: int | None = None


class TaskChangeIn(TaskIn):
    """Everything a task holds; without `employee_id` it stays with whom it is."""

    version: int | None = None


class TaskOut(Schema):
    id: int
    title: str
    note: str
    customer_id: int | None
    employee_id: int
    due_on: date
    due_time: time | None
    repeat: str
    remind_minutes_before: int | None
    done_at: datetime | None
    version: int


class TasksOut(Schema):
    items: list[TaskOut]
    next: str


@router.get("/tasks", response=TasksOut)
@needs("activities", "view")
def index(
    request: StaffRequest,
    done: bool = False,  # noqa: FBT001, FBT002
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Task]:
    """The own tasks: open ones by due day, or done ones, the last first."""
    rows = Task.objects.of(request.user).filter(deleted_at=None)
    if done:
        rows = rows.exclude(done_at=None)
        return paging.after(cursor, rows, by="-done_at", limit=limit)
    return paging.after(cursor, rows.open(), by="due_on", limit=limit)


@router.post("/tasks", response={201: TaskOut})
@needs("activities", "create")
def create(request: StaffRequest, data: TaskIn) -> Status[Task]:
    """A new task, the own one without `employee_id`."""
    values = data.dict()
    values["employee_id"] = values["employee_id"] or request.user.pk
    return Status(201, tasks.add(by=api_actor(request), new=NewTask(**values)))


@router.get("/tasks/{pk}", response=TaskOut)
@needs("activities", "view")
def read(request: StaffRequest, pk: int) -> Task:
    """One task that the caller may see."""
    return _visible(request, pk)


@router.put("/tasks/{pk}", response=TaskOut)
@needs("activities", "edit")
def change(request: StaffRequest, pk: int, data: TaskChangeIn) -> Task:
    """Change a task that is not done; `version` is the one that was read."""
    task, values = _visible(request, pk), data.dict(exclude={"version"})
    values["employee_id"] = values["employee_id"] or task.employee_id
    return tasks.edit(by=api_actor(request), task=task, new=NewTask(**values), version=data.version)


@router.delete("/tasks/{pk}", response={204: None})
@needs("activities", "edit")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a task away."""
    tasks.delete(by=api_actor(request), task=_visible(request, pk))
    return HttpResponse(status=204)


@router.post("/tasks/{pk}/completion", response=TaskOut)
@needs("activities", "edit")
def complete(request: StaffRequest, pk: int) -> Task:
    """Done; a repeating task comes again."""
    task = _visible(request, pk)
    tasks.complete(by=api_actor(request), task=task)
    task.refresh_from_db()
    return task


@router.delete("/tasks/{pk}/completion", response=TaskOut)
@needs("activities", "edit")
def reopen(request: StaffRequest, pk: int) -> Task:
    """Not done after all; the next one of a series goes again while nobody touched it."""
    return tasks.reopen(by=api_actor(request), task=_visible(request, pk))


def _visible(request: StaffRequest, pk: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.user).filter(deleted_at=None), pk=pk)
