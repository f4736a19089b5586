"""What is asked of a flow, of its steps, and of who is away."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee, Group, Role
from zhuixiao.kit.forms import ManyField
from zhuixiao.kit.money import MoneyFormField, to_decimal, to_minor

from . import subjects
from .actions.flows import DEFAULT_RULES, MOST_LEVELS, Draft
from .choices import Again, Empty, Mode, Own, Who
from .models import Flow, FlowVersion

_LARGEST = 10**12


class StepForm(forms.Form):
    """Whom one step asks; only the list of the chosen kind counts."""

    who = forms.ChoiceField(label=_("Who decides"), choices=Who)
    people = ManyField(Employee.objects.none(), label=_("Colleagues"), required=False)
    roles = ManyField(Role.objects.none(), label=_("Roles"), required=False)
    groups = ManyField(Group.objects.none(), label=_("Groups"), required=False)
    levels = forms.IntegerField(
        label=_("Levels"), required=False, min_value=1, max_value=MOST_LEVELS
    )
    mode = forms.ChoiceField(label=_("How many"), choices=Mode)
    _LISTS = {Who.PEOPLE: "people", Who.ROLE: "roles", Who.GROUP: "groups"}

    def __init__(
        self, data: Any = None, *, prefix: str, step: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, prefix=prefix, initial=self._initial(step or {}))
        rows = {
            "people": Employee.objects.active().order_by("department__path", "name"),
            "roles": Role.objects.order_by("-rank", "pk"),
            "groups": Group.objects.order_by("position", "pk"),
        }
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["data-select"] = ""

    def _initial(self, step: Mapping[str, Any]) -> dict[str, Any]:
        initial = {"who": step.get("who"), "mode": step.get("mode"), "levels": step.get("levels")}
        if name := self._LISTS.get(Who(step.get("who", Who.HEAD))):
            initial[name] = step.get("ids", [])
        return initial

    @property
    def chosen(self) -> str:
        """The kind that is chosen now, for drawing."""
        return str(self["who"].value() or Who.HEAD)

    def renamed(self, prefix: str) -> "MultiValueDict[str, Any]":
        """What was sent for this step, under another prefix."""
        data: MultiValueDict[str, Any] = MultiValueDict()
        for name in self.fields:
            values = self.data.getlist(self.add_prefix(name))  # type: ignore[attr-defined]
            data.setlist(f"{prefix}-{name}", values)
        return data

    def step(self) -> dict[str, Any]:
        """As a version keeps it."""
        given = self.cleaned_data
        who = Who(given["who"])
        step: dict[str, Any] = {"who": who.value, "mode": given["mode"]}
        if name := self._LISTS.get(who):
            step["ids"] = [row.pk for row in given[name]]
        if who == Who.HEADS:
            step["levels"] = given["levels"] or 1
        return step


class _PercentField(forms.DecimalField):
    """Shows 12.5, cleans to 1250 basis points."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=8, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return to_decimal(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        share = super().clean(value)
        return None if share is None else to_minor(share)


_FIELDS: dict[str, type[forms.Field]] = {
    "count": forms.IntegerField,
    "money": MoneyFormField,
    "percent": _PercentField,
}


class FlowForm(forms.Form):
    """For what and when; fields of the subject's own numbers and kinds come along."""

    name = forms.CharField(label=_("Name"), max_length=60, strip=True)
    subject = forms.ChoiceField(label=_("For"))
    departments = ManyField(
        Department.objects.none(),
        label=_("Departments"),
        required=False,
        help_text=_("Who asks works there or below. None chosen: everybody."),
    )
    roles = ManyField(
        Role.objects.none(),
        label=_("Roles"),
        required=False,
        help_text=_("Who asks has one of them. None chosen: every role."),
    )
    empty = forms.ChoiceField(label=_("A step without anybody"), choices=Empty)
    own = forms.ChoiceField(label=_("Who asks would decide himself"), choices=Own)
    again = forms.ChoiceField(label=_("Who agreed already"), choices=Again)
    remind_hours = forms.IntegerField(
        label=_("Remind after hours"), required=False, min_value=0, max_value=720
    )

    def __init__(self, data: Any = None, *, flow: Flow | None, version: FlowVersion | None) -> None:
        super().__init__(data, initial=_initial(flow, version))
        known = subjects.all_subjects()
        self.fields["subject"].choices = [(one.key, one.label) for one in known]  # type: ignore[attr-defined]
        departments = Department.objects.filter(closed_at=None).order_by("path")
        self.fields["departments"].queryset = departments  # type: ignore[attr-defined]
        self.fields["roles"].queryset = Role.objects.order_by("-rank", "pk")  # type: ignore[attr-defined]
        for name in ("departments", "roles"):
            self.fields[name].widget.attrs["data-select"] = ""
        address = (
            reverse("approvals:flow", args=[flow.pk]) if flow else reverse("approvals:flow-new")
        )
        # The numbers that may be asked are the subject's own: drawn again when another is chosen.
        # Nothing can be typed meanwhile, as the answer would throw it away.
        self.fields["subject"].widget.attrs |= {
            "hx-post": address,
            "hx-trigger": "change",
            "hx-target": "#dialog-content",
            "hx-include": "closest form",
            "hx-vals": '{"subject_changed": "1"}',
            "hx-disabled-elt": "closest fieldset",
        }
        key = self["subject"].value() or (known[0].key if known else "")
        self.known = subjects.find(str(key))
        self._add_conditions(version)

    @property
    def limits(self) -> list[forms.BoundField]:
        """The fields of the subject's numbers."""
        return [self[f"fact_{name}"] for name in (self.known.facts if self.known else ())]

    def _add_conditions(self, version: FlowVersion | None) -> None:
        if self.known is None:
            return
        held = version.conditions if version else {}
        for name, fact in self.known.facts.items():
            text = _("%(what)s up to") if fact.is_floor else _("%(what)s from")
            self.fields[f"fact_{name}"] = _FIELDS[fact.unit](
                label=text % {"what": fact.label},
                required=False,
                min_value=0,
                max_value=_LARGEST,
                help_text=_("Empty: however many."),
            )
            self.initial[f"fact_{name}"] = held.get("at_least", {}).get(name)
        if kinds := [*self.known.kinds, *self.known.kinds_now()]:
            self.fields["kinds"] = forms.MultipleChoiceField(
                label=_("Kinds"),
                required=False,
                choices=kinds,
                widget=forms.CheckboxSelectMultiple,
            )
            self.initial["kinds"] = held.get("kinds", [])

    def draft(self, steps: Sequence[Mapping[str, Any]]) -> Draft:
        """What the action takes."""
        given = self.cleaned_data
        facts = self.known.facts if self.known else {}
        limits = {name: given[f"fact_{name}"] for name in facts}
        return Draft(
            name=given["name"],
            subject=given["subject"],
            steps=steps,
            conditions={
                "at_least": {name: value for name, value in limits.items() if value is not None},
                "kinds": given.get("kinds", []),
                "departments": [row.pk for row in given["departments"]],
                "roles": [row.pk for row in given["roles"]],
            },
            rules={
                "empty": given["empty"],
                "own": given["own"],
                "again": given["again"],
                "remind_hours": given["remind_hours"] or 0,
            },
        )


class AwayForm(forms.Form):
    """Who stands in, from when to when."""

    to = forms.ModelChoiceField(Employee.objects.none(), label=_("Who decides instead"))
    first_day = forms.DateField(
        label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("That day included."),
    )

    def __init__(self, data: Any = None, *, reader: Employee, today: date) -> None:
        super().__init__(data, initial={"first_day": today})
        others = Employee.objects.active().known_to(reader).exclude(pk=reader.pk)
        self.fields["to"].queryset = others.order_by("department__path", "name")  # type: ignore[attr-defined]
        self.fields["to"].widget.attrs["data-select"] = ""


def _initial(flow: Flow | None, version: FlowVersion | None) -> dict[str, Any]:
    if flow is None or version is None:
        return dict(DEFAULT_RULES)
    conditions = version.conditions
    return {
        **DEFAULT_RULES,
        **version.rules,
        "name": flow.name,
        "subject": flow.subject,
        "departments": conditions.get("departments", []),
        "roles": conditions.get("roles", []),
    }
