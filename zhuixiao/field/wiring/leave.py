"""What leave adds to permissions, ledger, approvals, audit log, phone and set-up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import BaseModel, Field, ValidationError

from zhuixiao.accounts import away, labels, on_setup, permissions
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals import subjects
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.navigation import NavItem
from zhuixiao.kit.navigation import register as link
from zhuixiao.kit.typed import Id
from zhuixiao.ledger import catalogue, facts, sources
from zhuixiao.ledger.actions import Posting
from zhuixiao.notices import kinds

from ..actions import leave_flows, leave_requests, leave_types
from ..choices.attendance import AskState
from ..leave.counting import Span
from ..metrics import attendance as metrics
from ..models import Leave, LeaveType
from ..models.leave import MODULE
from ..phone import outbox
from ..phone import state as phone_state
from ..phone.captures import Capture
from ..postings import attendance as postings
from ..queries import leave

LABEL = pgettext_lazy("field", "Leave")


def register() -> None:
    """Called once, in AppConfig.ready()."""
    _register_permissions()
    catalogue.register(metrics.LEAVE)
    facts.register(
        facts.FactKind(
            id=67,
            key=postings.LEAVE,
            label=LABEL,
            load=_load,
            template="field/facts/leave.html",
            url=lambda row: f"/field/leave/{row.pk}/",
            icon="calendar-off",
        )
    )
    sources.register(postings.LEAVE, ids=_ids, postings_of=_postings)
    on_setup.register(leave_types.on_setup)
    on_setup.register(leave_flows.on_setup)
    away.register(leave.away)
    phone_state.register("leave", leave.piece)
    outbox.register(
        outbox.ItemKind("leave.request", _("Request for leave"), MODULE, "create", _handle)
    )
    subjects.register(
        subjects.Subject(
            key=leave_flows.LEAVE,
            label=_("Request for leave"),
            apply=leave_requests.apply,
            drop=leave_requests.drop,
            lines=leave.lines,
            facts={"days": subjects.Fact(_("Days"))},
            icon="calendar-off",
        )
    )
    kinds.register(leave_requests.NOTICE, _("You stand in for a colleague on leave"))
    _register_links()
    _register_words()


def _register_links() -> None:
    link(
        NavItem(
            "leave",
            LABEL,
            "calendar-off",
            "field:leave",
            57,
            module=MODULE,
            action="create",
            within="attendance",
            keys="g l",
        )
    )
    link(
        NavItem(
            "leave-new",
            _("Request for leave"),
            "calendar-off",
            "field:leave-new",
            60,
            module=MODULE,
            action="create",
            places=("new",),
        )
    )
    link(
        NavItem(
            "leave-types",
            _("Types of leave"),
            "calendar-off",
            "field:leave-types",
            31,
            module=MODULE,
            action="manage",
            places=("settings",),
            group=_("Sales"),
        )
    )


def _register_permissions() -> None:
    own = ["view", "create"]
    permissions.register(
        permissions.Module(
            key=MODULE,
            label=LABEL,
            actions=["view", "create", "manage"],
            defaults={
                "boss": ("all", [*own, "manage"]),
                "admin": ("all", [*own, "manage"]),
                "manager": ("subtree", own),
                "sales": ("own", own),
                "marketing": ("own", own),
                "service": ("own", own),
                "finance": ("all", own),
            },
        )
    )


class LeaveIn(BaseModel):
    """The values of an outbox item "leave.request"."""

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


def _handle(
    values: Mapping[str, Any], capture: Capture, _files: Sequence[Upload], by: Actor
) -> str:
    try:
        told = LeaveIn.model_validate(values)
    except ValidationError as error:
        text = _("This request is not complete. Open it, fill it in and send it again.")
        raise RuleError(text) from error
    row = leave_requests.ask(by=by, client_id=capture.client_id, new=told.new())
    return f"/field/leave/{row.pk}/"


def _load(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    return Leave.objects.visible_to(employee).select_related("employee", "type").in_bulk(ids)


def _ids() -> Iterable[int]:
    return Leave.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    rows = Leave.objects.filter(pk__in=ids).prefetch_related("parts")
    return {row.pk: postings.of_leave(row, row.parts.all()) for row in rows}


def _register_words() -> None:
    labels.register(
        leave_requests.KIND,
        {"state": _("State"), "days": _("Days"), "note": _("Note")},
        label=LABEL,
        value_names={"state": lambda value: AskState(value).label},
        actions={
            "approve": pgettext_lazy("leave", "Approved"),
            "refuse": pgettext_lazy("leave", "Refused"),
            "withdraw": pgettext_lazy("leave", "Withdrawn"),
        },
    )
    labels.register(
        leave_types.TYPE,
        {
            "name": _("Name"),
            "is_paid": pgettext_lazy("leave", "Paid"),
            "yearly_halves": _("Half days a year"),
            "allows_halves": _("Half days"),
            "counts_every_day": _("Days off count too"),
            "is_active": _("Can be asked for"),
        },
        label=_("Type of leave"),
    )
    labels.register(
        leave_types.GRANT,
        {
            "type_id": pgettext_lazy("leave", "Type"),
            "year": _("Year"),
            "halves": _("Half days"),
            "note": _("Note"),
        },
        label=_("Days of leave granted"),
        value_names={"type_id": lambda pk: LeaveType.objects.filter(pk=pk).first() or pk},
    )
