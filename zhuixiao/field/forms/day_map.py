"""Which day of whom a team's day shows."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.typed import whole

from ..tracks.days import is_possible


class DayMapForm(forms.Form):
    """A day, a department, people; wrong values mean any: a filter refuses nobody."""

    on = forms.DateField(label=_("Day"), required=False)

    def __init__(
        self,
        data: MultiValueDict[str, str],
        *,
        people: Sequence[Employee],
        departments: Sequence[Department],
    ) -> None:
        super().__init__(data)
        self.people, self.departments = people, departments
        self._asked = set(data.getlist("of"))
        pk = whole(data.get("department", "")) or 0
        self.unit = next((row for row in departments if row.pk == pk), None)
        self.full_clean()

    @property
    def chosen(self) -> list[Employee]:
        """The people who are chosen, none where nobody is."""
        return [row for row in self.people if str(row.pk) in self._asked]

    @property
    def shown(self) -> list[Employee]:
        """The chosen ones of the department; everybody where nobody is chosen."""
        path = self.unit.path if self.unit else ""
        rows = self.chosen or self.people
        return [row for row in rows if row.department.path.startswith(path)]

    def day(self, today: date) -> date:
        asked = self.cleaned_data.get("on")
        return asked if asked and is_possible(asked) else today
