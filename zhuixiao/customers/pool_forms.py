"""What is asked of a pool, a recycling rule and a cap."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.forms import ManyField

from . import recycling
from .models import Cap, Pool, RecycleRule
from .queries import pools

_MOST = 100_000


def _people() -> ManyField[Any]:
    return ManyField(Employee.objects.none(), required=False)


def _departments(help_text: Any) -> ManyField[Any]:
    return ManyField(
        Department.objects.none(),
        label=_("Departments"),
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def _options(label: Any, help_text: Any) -> ManyField[Any]:
    return ManyField(
        Option.objects.none(),
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def _number(label: Any, help_text: Any = "", *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=required, min_value=0, max_value=_MOST
    )


class _Form(forms.Form):
    """Fills the lists that the database knows, and keeps an empty number as `None` or 0."""

    def __init__(self, data: object = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        sources = {
            "departments": Department.objects.filter(closed_at=None).order_by("path"),
            "people": Employee.objects.active(),
            "admins": Employee.objects.active(),
            "importances": Option.objects.of(PickList.IMPORTANCE).in_use(),
            "stages": Option.objects.of(PickList.STAGE).in_use(),
            "ignored_stages": Option.objects.of(PickList.STAGE).in_use(),
        }
        for name in sources.keys() & self.fields.keys():
            self.fields[name].queryset = sources[name]  # type: ignore[attr-defined]


class PoolForm(_Form):
    """A pool: whom it serves, what is seen, who waits how long."""

    name = forms.CharField(label=_("Name"), max_length=40, strip=True)
    departments = _departments(
        _(
            "Nobody chosen, here or below: everybody of the company. Agents and franchises are "
            "served only by a pool for which they are chosen."
        )
    )
    people = _people()
    admins = _people()
    shown = forms.MultipleChoiceField(
        label=_("Seen before claiming"), required=False, widget=forms.CheckboxSelectMultiple
    )
    masks_phones = forms.BooleanField(
        label=_("Mask phones before claiming"),
        required=False,
        initial=True,
        help_text=_("In the list they always are."),
    )
    claims_per_day = _number(_("Claims per person and day"), _("Empty: as many as there are."))
    views_per_hour = _number(_("Opened per person and hour"), _("Empty: as many as there are."))
    former_owner_days = _number(_("The last owner waits so many days"))
    fresh_days = _number(_("A new arrival waits so many days"))
    cooldown_hours = _number(_("Hours between two claims of a person"))

    def __init__(self, data: object = None, *, pool: Pool | None = None) -> None:
        super().__init__(data, initial=_values(pool, self.base_fields) if pool else None)
        self.fields["shown"].choices = [  # type: ignore[attr-defined]
            (field.key, field.label) for field in pools.choosable()
        ]
        if pool is None:
            self.initial["shown"] = pools.DEFAULT

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("former_owner_days", "fresh_days", "cooldown_hours"):
            given[name] = given.get(name) or 0
        return given


_FRESH_RULE = {"warn_days": 3, "match": "any", "spares_contracts": True}


class RuleForm(_Form):
    """A recycling rule; each kind of waiting is a number of days, empty for "does not matter"."""

    name = forms.CharField(label=_("Name"), max_length=60, strip=True)
    pool = forms.ModelChoiceField(Pool.objects.none(), label=_("Into the pool"))
    match = forms.ChoiceField(label=_("When this holds"), choices=RecycleRule.Match.choices)
    importances = _options(_("Importance"), _("None chosen: every importance."))
    stages = _options(_("Stage"), _("None chosen: every stage."))
    takes_won = forms.BooleanField(
        label=_("Also customers that were won"),
        required=False,
        help_text=_("Whoever ordered counts as won."),
    )
    spares_contracts = forms.BooleanField(
        label=_("Not while a contract runs"),
        required=False,
        initial=True,
        help_text=_("Customers whose contract has not ended stay with their owner."),
    )
    warn_days = _number(_("Warn the owner so many days before"), required=True)

    def __init__(self, data: object = None, *, rule: RecycleRule | None = None) -> None:
        initial = _values(rule, self.base_fields) if rule else _FRESH_RULE
        super().__init__(data, initial=initial)
        self.fields["pool"].queryset = Pool.objects.in_use()  # type: ignore[attr-defined]
        days = {one["kind"]: one["days"] for one in rule.conditions} if rule else {}
        for kind in recycling.kinds():
            self.fields[f"days_{kind.key}"] = _number(kind.label)
            self.initial[f"days_{kind.key}"] = days.get(kind.key)

    @property
    def waits(self) -> list[forms.BoundField]:
        """The fields of the kinds of waiting."""
        return [self[f"days_{kind.key}"] for kind in recycling.kinds()]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        days = {kind.key: given.pop(f"days_{kind.key}") for kind in recycling.kinds()}
        conditions = [{"kind": key, "days": number} for key, number in days.items() if number]
        return given | {"conditions": conditions}


class CapForm(_Form):
    """How many customers somebody may hold."""

    name = forms.CharField(label=_("Name"), max_length=60, strip=True)
    most = forms.IntegerField(label=_("At most"), min_value=1, max_value=_MOST)
    departments = _departments(_("Nobody chosen, here or below: everybody."))
    people = _people()
    together = forms.BooleanField(
        label=_("For the whole department together"),
        required=False,
        help_text=_("Otherwise the number is each person's."),
    )
    ignores_won = forms.BooleanField(
        label=_("Customers that were won do not count"), required=False, initial=True
    )
    ignored_stages = _options(_("Stages that do not count"), "")

    def __init__(self, data: object = None, *, cap: Cap | None = None) -> None:
        super().__init__(data, initial=_values(cap, self.base_fields) if cap else None)


def _values(row: Any, names: Any) -> dict[str, Any]:
    """What a row holds now, links as lists of ids."""
    links = {field.name for field in row._meta.many_to_many}
    return {
        name: [one.pk for one in getattr(row, name).all()] if name in links else getattr(row, name)
        for name in names
        if hasattr(row, name)
    }
