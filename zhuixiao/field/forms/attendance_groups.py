"""An attendance group and its places as they are typed."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.forms import ManyField
from zhuixiao.kit.geo import Datum

from ..actions.attendance_groups import GroupValues
from ..attendance.terms import DAY, MOST_PAIRS, Pair, Terms, clock
from ..models import AttendanceGroup, AttendancePlace

RADII = (50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 2000, 3000)
_NUMBERS = range(1, MOST_PAIRS + 1)


class _Clock(forms.TimeField):
    def __init__(self, label: Any, *, required: bool) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(label=label, required=required, widget=widget)


class GroupForm(forms.Form):
    """Name, members and terms; the second and third pair may stay empty."""

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    departments = ManyField(
        Department.objects.none(),
        label=_("Departments"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": "", "class": "form-select"}),
    )
    people = ManyField(
        Employee.objects.none(),
        label=pgettext_lazy("attendance", "People"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": "", "class": "form-select"}),
    )
    noon_from = _Clock(_("Break from"), required=True)
    noon_until = _Clock(_("Break until"), required=True)
    grace = forms.IntegerField(
        label=_("Minutes that are still on time"), min_value=0, max_value=120
    )
    counts_outside = forms.BooleanField(
        label=_("Punches outside count as field work"),
        required=False,
        help_text=_("Otherwise they are kept and shown, but do not count."),
    )
    needs_note = forms.BooleanField(label=_("A punch outside needs a reason"), required=False)
    expected_from = forms.DateField(
        label=_("Attendance is expected from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From that day on, who does not come is absent. Empty: nobody is."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, group: AttendanceGroup | None) -> None:
        super().__init__(data, initial=_initial(group))
        units, people = Department.objects.order_by("path"), Employee.objects.active()
        self.fields["departments"].queryset = units  # type: ignore[attr-defined]
        ordered = people.order_by("department__path", "pk")
        self.fields["people"].queryset = ordered  # type: ignore[attr-defined]
        if group and group.is_default:
            del self.fields["departments"], self.fields["people"]
        for number in _NUMBERS:
            is_first = number == 1
            self.fields |= {
                f"begins_{number}": _Clock(_("Work begins"), required=is_first),
                f"ends_{number}": _Clock(_("Work ends"), required=is_first),
                f"earliest_{number}": _Clock(_("Earliest sign-in"), required=False),
                f"latest_{number}": _Clock(_("Latest sign-out"), required=False),
            }

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        """The fields of each pair of times."""
        names = ("begins", "ends", "earliest", "latest")
        return [[self[f"{name}_{number}"] for name in names] for number in _NUMBERS]

    def values(self) -> GroupValues:
        """What was typed. A pair without limits takes all the time around it."""
        typed = self.cleaned_data
        return GroupValues(
            name=typed["name"],
            terms=Terms(
                pairs=self._pairs(),
                noon=(_minutes(typed["noon_from"]), _minutes(typed["noon_until"])),
                grace=typed["grace"],
                counts_outside=typed["counts_outside"],
                needs_note=typed["needs_note"],
            ),
            expected_from=typed["expected_from"],
            departments=list(typed.get("departments", ())),
            people=list(typed.get("people", ())),
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for number in _NUMBERS[1:]:
            has = [typed.get(f"{name}_{number}") is not None for name in ("begins", "ends")]
            if any(has) and not all(has):
                self.add_error(f"ends_{number}", _("Both times are needed, or none."))
        return typed

    def _pairs(self) -> tuple[Pair, ...]:
        typed = self.cleaned_data
        numbers = [one for one in _NUMBERS if typed.get(f"begins_{one}") is not None]
        times = [
            (_minutes(typed[f"begins_{one}"]), _minutes(typed[f"ends_{one}"])) for one in numbers
        ]
        is_over_midnight = times[-1][1] <= times[-1][0]
        if is_over_midnight:
            times[-1] = (times[-1][0], times[-1][1] + DAY)
        first = typed[f"earliest_{numbers[0]}"]
        # The free time between two shifts over midnight is divided like that between two pairs.
        opens = times[0][0] if first is None else _minutes(first)
        dawn = (times[-1][1] - DAY + opens) // 2 if is_over_midnight else 0
        found: list[Pair] = []
        for place, (begins, ends) in enumerate(times):
            earliest, latest = (
                typed[f"{name}_{numbers[place]}"] for name in ("earliest", "latest")
            )
            is_last = place + 1 == len(times)
            before = found[-1].latest if found else dawn
            # Between two pairs without limits the middle divides.
            after = DAY - 1 + dawn if is_last else (ends + times[place + 1][0]) // 2
            until = after if latest is None else _minutes(latest)
            if is_last and is_over_midnight and latest is not None and until <= begins:
                until += DAY
            found.append(
                Pair(begins, ends, before if earliest is None else _minutes(earliest), until)
            )
        return tuple(found)


class PlaceForm(forms.Form):
    """A place by its coordinates, as maps give them."""

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    latitude = forms.FloatField(label=_("Latitude"))
    longitude = forms.FloatField(label=_("Longitude"))
    datum = forms.ChoiceField(
        label=_("Coordinates of"),
        choices=[
            (Datum.WGS84.value, _("GPS, this browser")),
            (Datum.GCJ02.value, _("Amap, Tencent maps")),
            (Datum.BD09.value, _("Baidu maps")),
        ],
    )
    radius = forms.TypedChoiceField(
        label=_("Radius (metres)"), coerce=int, choices=[(one, str(one)) for one in RADII]
    )

    def __init__(self, data: Any = None, *, place: AttendancePlace | None) -> None:
        names = ("name", "latitude", "longitude", "radius")
        held = {name: getattr(place, name) for name in names} if place else {"radius": 300}
        super().__init__(data, initial={"datum": Datum.WGS84.value, **held})


def _minutes(clock_time: time) -> int:
    return clock_time.hour * 60 + clock_time.minute


def _initial(group: AttendanceGroup | None) -> dict[str, Any]:
    terms = group.terms if group else Terms()
    found: dict[str, Any] = {
        "noon_from": clock(terms.noon[0]),
        "noon_until": clock(terms.noon[1]),
        "grace": terms.grace,
        "counts_outside": terms.counts_outside,
        "needs_note": terms.needs_note,
    }
    for number, one in enumerate(terms.pairs, start=1):
        for name in ("begins", "ends", "earliest", "latest"):
            found[f"{name}_{number}"] = clock(getattr(one, name) % DAY)
    if group:
        found |= {
            "name": group.name,
            "expected_from": group.expected_from,
            "departments": [one.pk for one in group.departments.all()],
            "people": [one.pk for one in group.people.all()],
            "version": group.version,
        }
    return found
