"""The words of the audit log and the notices for approvals."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels
from zhuixiao.accounts.words import employee_name, yes_or_no
from zhuixiao.notices import kinds

from .actions import telling


def register() -> None:
    """Called once, in AppConfig.ready()."""
    labels.register(
        "approval",
        {"note": _("Note")},
        label=_("Approval"),
        actions={
            "ask": _("Asked"),
            "ask_again": _("Asked again"),
            "withdraw": _("Withdrawn"),
            "approve": _("Agreed"),
            "reject": _("Rejected"),
            "send_back": _("Sent back"),
            "add_step": _("Asked one more person"),
            "pass_on": _("Went from somebody who has left to the boss"),
        },
    )
    labels.register(
        "approval_flow",
        {"number": _("Version"), "is_enabled": _("In use")},
        label=_("Approval flow"),
        value_names={"is_enabled": yes_or_no},
        actions={"edit": _("Changed"), "retire": _("Ended")},
    )
    labels.register(
        "stand_in",
        {"to": _("Who decides instead"), "first_day": _("From"), "last_day": _("Until")},
        label=_("Stand-in"),
        value_names={"to": employee_name},
        actions={"stand_in": _("Stand-in named"), "stand_in_end": _("Stand-in ended")},
    )
    kinds.register(telling.WAITING, _("Approvals that you decide"))
    kinds.register(telling.DECIDED, _("Decisions about what you asked for"))
