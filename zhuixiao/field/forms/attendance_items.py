"""The item of a punch as a phone sends it: its shape checked, then the action."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload

from ..actions import attendance_punching
from ..phone.captures import Capture
from ..phone.kinds import read


class PunchItem(BaseModel):
    is_in: bool
    reason: str = Field(default="", max_length=attendance_punching.REASON_LENGTH)


def punch(values: Mapping[str, Any], capture: Capture, _files: Sequence[Upload], by: Actor) -> str:
    """An item `attendance.punch`; the address of the own page."""
    told = read(PunchItem, values)
    attendance_punching.punch(by=by, capture=capture, is_in=told.is_in, reason=told.reason)
    return "/field/attendance/"
