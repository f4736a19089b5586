"""Tasks and planned contacts over the API."""

from datetime import date, datetime, time

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from ..actions import tasks as task_actions
from ..actions.tasks import NewTask
from ..models import FollowUp, Task

router = Router(tags=["activities"])
MOST = 100


class TaskIn(Schema):
    title: str
    due_on: date
    due_time: time | None = None
    note: str = ""
    customer_id: int | None = None
    employee_id: int | None = None


class TaskOut(Schema):
    id: int
    title: str
    note: str
    customer_id: int | None
    employee_id: int
    due_on: date
    due_time: time | None
    done_at: datetime | None
    version: int


class FollowUpOut(Schema):
    id: int
    customer_id: int
    employee_id: int
    on: date
    note: str
    state: str


@router.get("/tasks", response=list[TaskOut])
@needs("activities", "view")
def tasks(request: StaffRequest, done: bool = False) -> list[Task]:  # noqa: FBT001, FBT002
    """The own tasks: open ones by due day, or done ones, the last first."""
    rows = Task.objects.of(request.user).filter(deleted_at=None)
    if done:
        return list(rows.exclude(done_at=None).order_by("-done_at")[:MOST])
    return list(rows.open().order_by("due_on", "pk")[:MOST])


@router.post("/tasks", response={201: TaskOut})
@needs("activities", "create")
def add_task(request: StaffRequest, data: TaskIn) -> Status[Task]:
    """A new task, the own one without `employee_id`."""
    values = data.dict()
    values["employee_id"] = values["employee_id"] or request.user.pk
    return Status(201, task_actions.add(by=api_actor(request), new=NewTask(**values)))


@router.post("/tasks/{pk}/completion", response=TaskOut)
@needs("activities", "edit")
def complete(request: StaffRequest, pk: int) -> Task:
    """Done; a repeating task comes again."""
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    task_actions.complete(by=api_actor(request), task=task)
    task.refresh_from_db()
    return task


@router.get("/follow-ups", response=list[FollowUpOut])
@needs("activities", "view")
def follow_ups(request: StaffRequest, until: date | None = None) -> list[FollowUp]:
    """The own open planned contacts, the most overdue first."""
    rows = FollowUp.objects.visible_to(request.user).open().filter(employee=request.user)
    if until is not None:
        rows = rows.filter(on__lte=until)
    return list(rows.order_by("on", "pk")[:MOST])
