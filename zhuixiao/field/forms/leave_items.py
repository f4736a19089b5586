"""The item of a leave as a phone sends it: its shape checked, then the action."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload
from zhuixiao.kit.typed import Id

from ..actions import leave_requests
from ..leave.counting import Span
from ..phone.captures import Capture
from ..phone.kinds import read


class LeaveItem(BaseModel):
    type_id: Id
    start: date
    starts_at_noon: bool = False
    end: date
    ends_at_noon: bool = False
    reason: str = Field(max_length=leave_requests.REASON_LENGTH)
    cover_id: Id | None = None

    def new(self) -> leave_requests.NewLeave:
        span = Span(self.start, self.end, self.starts_at_noon, self.ends_at_noon)
        return leave_requests.NewLeave(self.type_id, span, self.reason, self.cover_id)


def request(
    values: Mapping[str, Any], capture: Capture, _files: Sequence[Upload], by: Actor
) -> str:
    """An item `leave.request`; the address of the leave."""
    told = read(LeaveItem, values)
    row = leave_requests.ask(by=by, client_id=capture.client_id, new=told.new())
    return f"/field/leave/{row.pk}/"
