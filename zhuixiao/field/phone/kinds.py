"""Items of the phone that need nothing of field sales: an action record, a task that is done."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field, ValidationError

from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions import recording, tasks
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import Task
from zhuixiao.files import actions as stored
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.typed import Id

from .captures import Capture
from .outbox import ItemKind

_Text = Annotated[str, Field(max_length=60_000)]
M = TypeVar("M", bound=BaseModel)


class _Record(BaseModel):
    customer_id: Id
    type_id: Id
    subject: _Text
    description: _Text = ""
    next_on: date | None = None
    next_note: _Text = ""


class _Done(BaseModel):
    id: Id


def read(shape: type[M], values: Mapping[str, Any]) -> M:
    """The values of an item in their shape; RuleError (code "malformed") naming the field."""
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        place = error.errors()[0]["loc"]
        raise RuleError(
            _("Something in this entry is missing or cannot be read. Mend it, or enter it anew."),
            field=str(place[0]) if place else "",
            code="malformed",
        ) from error


def record(values: Mapping[str, Any], capture: Capture, files: Sequence[Upload], by: Actor) -> str:
    """An action record of the moment at which it was written on the phone."""
    given = read(_Record, values)
    kept = [stored.store(by=by, upload=upload) for upload in files]
    row = recording.log(
        by=by,
        new=NewActivity(**given.model_dump(), at=capture.at, file_ids=[one.pk for one in kept]),
    )
    return reverse("activities:record", args=[row.pk])


def done(values: Mapping[str, Any], capture: Capture, files: Sequence[Upload], by: Actor) -> str:
    """A task was done; one that is done already stays as it is."""
    task = Task.objects.visible_to(by.employee).filter(pk=read(_Done, values).id).first()
    if task is None:
        raise RuleError(_("This task is gone."), code="gone")
    tasks.complete(by=by, task=task)
    return reverse("activities:tasks")


RECORD = ItemKind("activity", _("Action record"), "activities", "create", record)
DONE = ItemKind("task.done", _("Task done"), "activities", "edit", done)
