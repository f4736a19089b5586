"""What pages of numbers write in the audit log."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels

from ..actions.ranking import KIND as RANKING
from ..actions.targets import KIND as TARGET
from ..queries.ranking import Ranking


def register() -> None:
    """Called once, in AppConfig.ready()."""
    labels.register(TARGET, {}, label=_("Target"), name_of=_month)
    labels.register(
        RANKING,
        {"ranking": _("Who sees the ranking")},
        label=_("Ranking"),
        value_names={"ranking": lambda value: Ranking(value).label},
    )


def _month(start: str) -> object:
    """The first day of the period, as the log names its fields."""
    day: Any = date.fromisoformat(start)
    return f"{day:%Y-%m}"
