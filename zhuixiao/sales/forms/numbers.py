"""What pages of numbers ask for: a period and whose numbers; wrong values mean the usual ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period
from zhuixiao.kit.spans import Span, SpanForm

from ..queries import whose
from ..queries.breakdown import SPLITS
from ..queries.whose import Whose


@dataclass(frozen=True)
class Asked:
    """What a page shows; `split` is one of SPLITS."""

    period: Period
    whose: Whose
    split: str


class NumbersForm(SpanForm):
    """A filter refuses nobody."""

    spans: ClassVar[Sequence[Span]] = (
        Span.TODAY,
        Span.WEEK,
        Span.MONTH,
        Span.LAST_MONTH,
        Span.QUARTER,
        Span.YEAR,
        Span.LAST_YEAR,
        Span.OTHER,
    )
    usual = Span.MONTH

    whose = forms.CharField(label=_("Whose"), required=False, max_length=20)
    by = forms.ChoiceField(label=_("Split"), choices=SPLITS.items, required=False)

    def __init__(self, data: object, *, reader: Employee, whose_usually: str = "me") -> None:
        super().__init__(data)
        self._reader, self._usual = reader, whose_usually

    @property
    def people(self) -> list[tuple[str, str]]:
        """Whom the reader may choose."""
        return whose.choices(self._reader)

    def asked(self, today: date) -> Asked:
        """Period, whose and split that are asked for."""
        self.full_clean()
        values = self.cleaned_data
        return Asked(
            self.days(today),
            whose.whose(values.get("whose") or self._usual, reader=self._reader),
            values.get("by") or "employee",
        )


class MarginsForm(NumbersForm):
    """Which products carry the company is asked of a year."""

    usual = Span.YEAR


class RankingForm(NumbersForm):
    """Rankings are of calendar periods."""

    spans = NumbersForm.spans[:-1]
