"""What pages of numbers ask for: a period and whose numbers; wrong values mean the usual ones."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from ..queries import whose
from ..queries.breakdown import SPLITS
from ..queries.spans import SPANS, span
from ..queries.whose import Whose


@dataclass(frozen=True)
class Asked:
    """What a page shows; `split` is one of SPLITS."""

    period: Period
    whose: Whose
    split: str


class NumbersForm(forms.Form):
    """A filter refuses nobody."""

    range = forms.ChoiceField(label=_("Period"), choices=SPANS.items, required=False)
    start = forms.DateField(label=_("From"), required=False)
    end = forms.DateField(label=_("To"), required=False)
    whose = forms.CharField(label=_("Whose"), required=False, max_length=20)
    by = forms.ChoiceField(label=_("Split"), choices=SPLITS.items, required=False)

    def __init__(self, data: object, *, reader: Employee, whose_usually: str = "me") -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._reader, self._usual = reader, whose_usually

    @property
    def people(self) -> list[tuple[str, str]]:
        """Whom the reader may choose."""
        return whose.choices(self._reader)

    def asked(self, *, today: date, span_usually: str = "month") -> Asked:
        """Period, whose and split that are asked for."""
        self.full_clean()
        values = self.cleaned_data
        return Asked(
            span(
                values.get("range") or span_usually,
                today=today,
                start=values.get("start"),
                end=values.get("end"),
            ),
            whose.whose(values.get("whose") or self._usual, reader=self._reader),
            values.get("by") or "employee",
        )
