"""What the bulk bar of the one table asks before it adds tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee

from ..actions.task_values import TITLE_LENGTH


class TaskForm(forms.Form):
    """One task for each chosen customer."""

    title = forms.CharField(
        label=_("Task"),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words what is to be done.")},
    )
    due_on = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}))
    for_owner = forms.BooleanField(label=_("Give it to each customer's owner"), required=False)

    def __init__(self, data: Any = None, *, reader: Employee) -> None:
        super().__init__(data)
        if reader.access.scope("activities") == "own":
            del self.fields["for_owner"]

    def options(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "title": " ".join(values["title"].split()),
            "due_on": values["due_on"].isoformat(),
            "for_owner": values.get("for_owner", False),
        }
