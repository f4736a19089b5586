"""What attendance adds to permissions, menu, ledger, audit log, phone and set-up."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import labels, on_setup, permissions
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.approvals import subjects
from zhuixiao.kit.navigation import NavItem
from zhuixiao.kit.navigation import register as link
from zhuixiao.ledger import catalogue

from ..actions import (
    attendance_corrections,
    attendance_groups,
    attendance_punching,
    leave_flows,
)
from ..attendance import signs
from ..choices.attendance import AskState, Standing
from ..exporting import attendance as exporting
from ..forms import attendance_items
from ..metrics import attendance as metrics
from ..models.attendance import MODULE
from ..phone import outbox
from ..phone import state as phone_state
from ..queries import attendance_own, attendance_visits
from ..queries.attendance_corrections import lines as correction_lines
from ..sources import attendance as sources
from ..tasks import attendance as _attendance  # noqa: F401  (jobs register themselves)


def register() -> None:
    """Called once, in AppConfig.ready()."""
    _register_permissions()
    catalogue.register(*metrics.ATTENDANCE)
    sources.register()
    on_setup.register(attendance_groups.on_setup)
    phone_state.register("attendance", attendance_own.piece)
    outbox.register(
        outbox.ItemKind(
            "attendance.punch",
            pgettext_lazy("attendance", "Sign-in or sign-out"),
            MODULE,
            "create",
            attendance_items.punch,
            changes=("attendance",),
        )
    )
    subjects.register(
        subjects.Subject(
            key=leave_flows.CORRECTION,
            label=_("Correction of attendance"),
            apply=attendance_corrections.apply,
            drop=attendance_corrections.drop,
            lines=correction_lines,
            facts={"days": subjects.Fact(_("Days ago"))},
            icon="clock-check",
        )
    )
    exporting.wire()
    signs.register(attendance_visits.seen)
    _register_links()
    _register_words()


def _register_permissions() -> None:
    own = ["view", "create"]
    permissions.register(
        permissions.Module(
            key=MODULE,
            label=_("Attendance"),
            actions=["view", "create", "export", "manage"],
            defaults={
                "boss": ("all", ["view", "export", "manage"]),
                "admin": ("all", [*own, "export", "manage"]),
                "manager": ("subtree", [*own, "export"]),
                "sales": ("own", own),
                "marketing": ("own", own),
                "service": ("own", own),
                "finance": ("all", [*own, "export"]),
            },
        )
    )


def _register_links() -> None:
    link(
        NavItem(
            "attendance",
            _("Attendance"),
            "clock-check",
            "field:attendance",
            56,
            module=MODULE,
            places=("rail",),
            keys="g w",
        )
    )
    link(
        NavItem(
            "attendance-groups",
            _("Attendance groups"),
            "clock-check",
            "field:attendance-groups",
            30,
            module=MODULE,
            action="manage",
            places=("settings",),
            group=_("Sales"),
        )
    )


def _register_words() -> None:
    labels.register(
        attendance_punching.KIND,
        {"is_in": _("Signing in"), "at": _("Time"), "standing": _("Place")},
        label=_("Punch"),
        value_names={"standing": lambda value: Standing(value).label},
        actions={"punch": pgettext_lazy("attendance", "Punched")},
    )
    labels.register(
        attendance_corrections.KIND,
        {
            "state": _("State"),
            "at": _("Time"),
            "is_in": _("Signing in"),
            "note": _("Note"),
        },
        label=_("Correction of attendance"),
        value_names={"state": lambda value: AskState(value).label},
        actions={
            "approve": pgettext_lazy("leave", "Approved"),
            "refuse": pgettext_lazy("leave", "Refused"),
            "withdraw": pgettext_lazy("leave", "Withdrawn"),
        },
    )
    labels.register(
        attendance_groups.KIND,
        {
            "name": _("Name"),
            "shift": _("Shift"),
            "grace": _("Minutes that are still on time"),
            "counts_outside": _("Punches outside count as field work"),
            "needs_note": _("A punch outside needs a reason"),
            "expected_from": _("Attendance is expected from"),
            "departments": _("Departments"),
            "people": pgettext_lazy("attendance", "People"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
            "radius": _("Radius (metres)"),
        },
        label=_("Attendance group"),
        value_names={
            "departments": lambda ids: _names(Department, ids),
            "people": lambda ids: _names(Employee, ids),
        },
        actions={
            "place": _("Place set"),
            "remove_place": _("Place removed"),
        },
    )


def _names(model: type[Department | Employee], ids: Sequence[int]) -> str:
    rows = model._default_manager.filter(pk__in=ids).order_by("pk")
    return ", ".join(str(row) for row in rows)
