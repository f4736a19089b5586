"""A subscription as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import PeriodKind

from ..choices import Channel
from ..models import Robot
from ..queries.subscriptions import PERIOD_LABELS, channels
from ..sources import Source


class SubscriptionForm(forms.Form):
    """Of one source; the way is a channel, or "robot-7" for the robot of a group."""

    subject = forms.ChoiceField(label=_("Whom or what it is about"), required=False)
    period = forms.ChoiceField(label=_("How often"))
    at = forms.TimeField(
        label=_("Time"),
        initial="08:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On workdays; a week or month on the first workday after it."),
    )
    way = forms.ChoiceField(label=_("Send it to"))

    def __init__(self, data: Any = None, *, source: Source, reader: Employee, asked: Any) -> None:
        super().__init__(data, initial={name: asked.get(name, "") for name in ("subject",)})
        whole = [("", source.whole)] if source.whole else []
        offered = [*whole, *source.subjects(reader)]
        if offered:
            self.fields["subject"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["subject"]
        kinds = [(kind.value, PERIOD_LABELS[kind]) for kind in source.periods]
        self.fields["period"].choices = kinds  # type: ignore[attr-defined]
        if asked.get("period") in dict(kinds):
            self.initial["period"] = asked["period"]
        self.fields["way"].choices = channels(reader)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What `subscribe` takes."""
        typed = self.cleaned_data
        way, _dash, pk = typed["way"].partition("-")
        robot = Robot.objects.filter(pk=int(pk)).first() if pk else None
        return {
            "subject": typed.get("subject", ""),
            "period": PeriodKind(typed["period"]),
            "at": typed["at"],
            "channel": Channel(way),
            "robot": robot,
        }
