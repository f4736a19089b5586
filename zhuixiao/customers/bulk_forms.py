"""What the bulk bar asks before it acts."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.forms import ManyField

from .collaborator_forms import RIGHTS, last_day
from .fields import writable_fields
from .forms import CustomerForm
from .models import Pool

_NEVER_ALIKE = {"name", "phone", "email", "credit_code", "tags"}


class NothingForm(forms.Form):
    """Nothing to ask."""

    def __init__(self, data: Any = None, *, reader: Employee) -> None:
        super().__init__(data)
        self.reader = reader

    def options(self) -> dict[str, Any]:
        return {}


class AssignForm(forms.Form):
    """Who gets them."""

    owner = forms.ModelChoiceField(Employee.objects.none(), label=_("New owner"))
    with_tasks = forms.BooleanField(
        label=_("Open tasks go along"),
        required=False,
        initial=True,
        help_text=_("The next contact always does; what was done stays with who did it."),
    )
    former = forms.ChoiceField(
        label=_("The owner until now"),
        required=False,
        choices=[("", _("Leaves the customer")), *RIGHTS],
        widget=forms.RadioSelect,
    )
    former_last_day = last_day()

    def __init__(self, data: Any = None, *, reader: Employee) -> None:
        super().__init__(data)
        people = Employee.objects.active().known_to(reader).order_by("department__path", "name")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].widget.attrs["data-select"] = ""

    def options(self) -> dict[str, Any]:
        day = self.cleaned_data["former_last_day"]
        return {
            "owner": self.cleaned_data["owner"].pk,
            "with_tasks": self.cleaned_data["with_tasks"],
            "former": self.cleaned_data["former"],
            "former_last_day": day.isoformat() if day else None,
        }


class ReleaseForm(forms.Form):
    """Into which pool, and why."""

    pool = forms.ModelChoiceField(Pool.objects.none(), label=_("Pool"))
    note = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever claims it next reads this."),
    )

    def __init__(self, data: Any = None, *, reader: Employee) -> None:
        serving = Pool.objects.serving(reader)
        super().__init__(data, initial={"pool": serving.first()})
        self.fields["pool"].queryset = serving  # type: ignore[attr-defined]

    def options(self) -> dict[str, Any]:
        return {"pool": self.cleaned_data["pool"].pk, "note": self.cleaned_data["note"]}


class ProtectForm(forms.Form):
    """Until when no rule takes them; without a day the protection ends."""

    until = forms.DateField(
        label=_("Protected until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("No recycling rule takes them until then. Empty: the protection ends."),
    )

    def __init__(self, data: Any = None, *, reader: Employee) -> None:
        super().__init__(data)
        self.reader = reader

    def options(self) -> dict[str, Any]:
        until = self.cleaned_data["until"]
        return {"until": until.isoformat() if until else None}


class TagForm(forms.Form):
    """Tags to add and tags to take away."""

    add = ManyField(
        Option.objects.none(),
        label=_("Add tags"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remove = ManyField(
        Option.objects.none(),
        label=_("Remove tags"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, reader: Employee) -> None:
        super().__init__(data)
        for name in ("add", "remove"):
            tags = Option.objects.of(PickList.TAG).in_use().order_by("position", "id")
            self.fields[name].queryset = tags  # type: ignore[attr-defined]
        if not tags:
            # Two empty lists would say nothing.
            del self.fields["remove"]
            self.fields["add"].help_text = _(
                "No tags yet. They are added in Settings › Pick lists."
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("add") and not cleaned.get("remove"):
            raise forms.ValidationError(_("Choose at least one tag."))
        return cleaned

    def options(self) -> dict[str, Any]:
        return {
            name: [tag.pk for tag in self.cleaned_data.get(name, ())] for name in ("add", "remove")
        }


class SetForm(forms.Form):
    """One field and its new value; the control for the value follows the chosen field."""

    field = forms.ChoiceField(label=_("Field"))

    def __init__(self, data: Any = None, *, reader: Employee) -> None:
        super().__init__(data)
        fields = {
            one.key: one for one in writable_fields(reader.access) if one.key not in _NEVER_ALIKE
        }
        self.fields["field"].choices = [(key, one.label) for key, one in fields.items()]  # type: ignore[attr-defined]
        self.fields["field"].widget.attrs |= {
            "hx-post": reverse("customers:bulk"),
            "hx-trigger": "change",
            "hx-target": "#dialog-content",
            "hx-include": "closest form",
            "hx-vals": '{"step": "ask"}',
        }
        chosen = (data or {}).get("field") or next(iter(fields))
        self.value = (
            CustomerForm(data, fields=[fields[chosen]], reader=reader) if chosen in fields else None
        )

    def is_valid(self) -> bool:
        return super().is_valid() and self.value is not None and self.value.is_valid()

    def options(self) -> dict[str, Any]:
        assert self.value is not None  # noqa: S101  (is_valid said so)
        return {"values": self.value.values()}
