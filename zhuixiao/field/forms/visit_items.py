"""The items of visits and photos as a phone sends them: shapes checked, then the actions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError

from ..actions import photos, visits
from ..choices.visits import PhotosFrom
from ..phone.captures import Capture
from ..phone.kinds import read

Id = Annotated[int, Field(gt=0, lt=2**63)]


class _Item(BaseModel):
    """Fields that this version does not know are left out: the phone may be newer."""

    model_config = ConfigDict(extra="ignore")


class SignInItem(_Item):
    customer: Id
    type: Id | None = None
    reason: str = ""


class StepItem(_Item):
    visit: UUID
    step: Annotated[str, Field(max_length=20)]
    value: StrictBool | StrictInt | StrictFloat | StrictStr


class SignOutItem(_Item):
    visit: UUID
    note: str = ""
    next_on: date | None = None
    next_note: str = ""


class PhotoItem(_Item):
    visit: UUID | None = None
    customer: Id | None = None
    step: Annotated[str, Field(max_length=20)] = ""
    source: PhotosFrom = PhotosFrom.ANY
    note: str = ""


def sign_in(
    values: Mapping[str, Any], capture: Capture, _files: Sequence[Upload], by: Actor
) -> str:
    """An item `visit.in`; the address of the visit."""
    item = read(SignInItem, values)
    new = visits.SignIn(item.customer, item.type, item.reason)
    return url(visits.sign_in(by=by, capture=capture, new=new).pk)


def answer(values: Mapping[str, Any], capture: Capture, _files: Sequence[Upload], by: Actor) -> str:
    """An item `visit.step`."""
    item = read(StepItem, values)
    row = visits.answer(by=by, capture=capture, visit=item.visit, step=item.step, value=item.value)
    return url(row.visit_id)


def sign_out(
    values: Mapping[str, Any], capture: Capture, _files: Sequence[Upload], by: Actor
) -> str:
    """An item `visit.out`."""
    item = read(SignOutItem, values)
    end = visits.SignOut(item.note, item.next_on, item.next_note)
    return url(visits.sign_out(by=by, capture=capture, visit=item.visit, end=end).pk)


def photo(values: Mapping[str, Any], capture: Capture, files: Sequence[Upload], by: Actor) -> str:
    """An item `photo`, with one file."""
    item = read(PhotoItem, values)
    if len(files) != 1:
        raise RuleError(_("Send one picture with each photo."), field="file")
    new = photos.NewPhoto(item.visit, item.customer, item.step, item.source, item.note)
    row = photos.add(by=by, capture=capture, new=new, upload=files[0])
    return f"/field/photos/{row.pk}/"


def url(visit_id: int) -> str:
    """The page of a visit."""
    return f"/field/visits/{visit_id}/"
