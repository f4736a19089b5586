"""The item of a punch as a phone sends it: its shape checked, then the action."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field, ValidationError

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError

from ..actions import attendance_punching
from ..phone.captures import Capture


class PunchItem(BaseModel):
    is_in: bool
    reason: str = Field(default="", max_length=attendance_punching.REASON_LENGTH)


def punch(values: Mapping[str, Any], capture: Capture, _files: Sequence[Upload], by: Actor) -> str:
    """An item `attendance.punch`; the address of the own page."""
    try:
        told = PunchItem.model_validate(values)
    except ValidationError as error:
        raise RuleError(_("This punch is damaged. Delete it and punch again.")) from error
    attendance_punching.punch(by=by, capture=capture, is_in=told.is_in, reason=told.reason)
    return "/field/attendance/"
