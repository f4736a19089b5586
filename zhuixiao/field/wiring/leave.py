"""What leave adds to permissions, ledger, approvals, audit log, phone and set-up."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import away, labels, on_setup, permissions
from zhuixiao.approvals import subjects
from zhuixiao.kit.navigation import NavItem
from zhuixiao.kit.navigation import register as link
from zhuixiao.ledger import catalogue
from zhuixiao.notices import kinds

from ..actions import leave_flows, leave_requests, leave_types
from ..choices.attendance import AskState
from ..forms import leave_items
from ..metrics import attendance as metrics
from ..models import LeaveType
from ..models.leave import MODULE
from ..phone import outbox
from ..phone import state as phone_state
from ..queries import leave

LABEL = pgettext_lazy("field", "Leave")


def register() -> None:
    """Called once, in AppConfig.ready()."""
    _register_permissions()
    catalogue.register(metrics.LEAVE)
    on_setup.register(leave_types.on_setup)
    on_setup.register(leave_flows.on_setup)
    away.register(leave.away)
    phone_state.register("leave", leave.piece)
    outbox.register(
        outbox.ItemKind(
            "leave.request", _("Request for leave"), MODULE, "create", leave_items.request
        )
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
