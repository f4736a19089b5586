"""The studio: a form whose values are a definition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.models import Channel, Option, Product, Region
from zhuixiao.customers.models import Customer
from zhuixiao.kit.forms import ManyField
from zhuixiao.kit.spans import Span, SpanForm
from zhuixiao.kit.typed import whole
from zhuixiao.ledger import names
from zhuixiao.ledger.catalogue import Dimension

from ..choices import COLUMNS, FILTERS, SPANS, ChartKind, Comparison, Split
from ..definition import MOST_ROWS, Definition
from ..queries import offered
from ..queries.offered import SEARCHED

# The records that a filter may name.
_RECORDS: Mapping[Split, Callable[[Employee], Any]] = {
    Split.EMPLOYEE: Employee.objects.known_to,
    Split.DEPARTMENT: Department.objects.known_to,
    Split.CUSTOMER: Customer.objects.visible_to,
    Split.CHANNEL: lambda _reader: Channel.objects.all(),
    Split.PRODUCT: lambda _reader: Product.objects.all(),
    Split.REGION: lambda _reader: Region.objects.all(),
    Split.OPTION: lambda _reader: Option.objects.all(),
}


@dataclass(frozen=True)
class FilterField:
    """A filter as the page draws it: `is_searched` where its values are asked for while typing."""

    key: str
    label: str
    choices: list[tuple[int, str]]
    chosen: list[int]
    is_searched: bool


class StudioForm(SpanForm):
    """All of it may stand in an address too: the preview reads it from there."""

    spans = SPANS
    usual = Span.MONTH

    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    metrics = forms.MultipleChoiceField(label=_("Numbers"), required=False)
    rows = forms.ChoiceField(
        label=pgettext_lazy("table", "Rows"), choices=Split.choices, required=False
    )
    then_rows = forms.ChoiceField(
        label=_("Within them"), choices=[("", "—"), *Split.choices], required=False
    )
    columns = forms.ChoiceField(
        label=_("Columns"),
        choices=[("", "—"), *((row.value, row.label) for row in COLUMNS)],
        required=False,
    )
    comparison = forms.ChoiceField(
        label=_("Compare"), choices=[("", "—"), *Comparison.choices], required=False
    )
    has_totals = forms.BooleanField(label=_("Totals"), required=False)
    chart = forms.ChoiceField(
        label=_("Chart"), choices=[("", "—"), *ChartKind.choices], required=False
    )
    sort_by = forms.ChoiceField(label=_("Sort by"), required=False)
    is_ascending = forms.BooleanField(label=_("Smallest first"), required=False)
    top = forms.IntegerField(
        label=_("Only the first"), required=False, min_value=1, max_value=MOST_ROWS
    )

    def __init__(
        self,
        data: object = None,
        *,
        reader: Employee,
        today: date,
        held: Definition | None = None,
        name: str = "",
    ) -> None:
        super().__init__(data, initial=_initial(held, name) if held else None)
        self._reader, self._today = reader, today
        self.groups = offered.metrics(reader)
        rows = [row for _label, group in self.groups for row in group]
        self.fields["metrics"].choices = rows  # type: ignore[attr-defined]
        self.fields["sort_by"].choices = [("", _("Usual order")), *rows]  # type: ignore[attr-defined]
        for split in FILTERS:
            self.fields[split.value] = ManyField(
                _RECORDS[split](reader), label=split.label, required=False
            )

    @property
    def chosen_metrics(self) -> list[tuple[str, str]]:
        """Key and name of what is chosen and open to the person, in that order."""
        offered_ones = dict(row for _label, group in self.groups for row in group)
        chosen = dict.fromkeys(self["metrics"].value() or [])
        return [(key, offered_ones[key]) for key in chosen if key in offered_ones]

    @cached_property
    def filters(self) -> list[FilterField]:
        """The filters with what they offer and hold."""
        return [self._filter(split) for split in FILTERS if self._offers(split)]

    @property
    def is_filtered(self) -> bool:
        return any(row.chosen for row in self.filters)

    @property
    def days_errors(self) -> list[str]:
        """What is wrong with the period."""
        return [str(text) for name in ("range", "start", "end") for text in self[name].errors]

    def definition(self) -> Definition:
        """What is asked for. Call it of a valid form."""
        values = self.cleaned_data
        span, start, end = self.span, None, None
        if span == Span.OTHER:
            days = self.days(self._today)
            start, end = days.start, days.end
        rows = [values["rows"] or Split.EMPLOYEE.value, values["then_rows"]]
        return Definition(
            metrics=values["metrics"],
            rows=[row for row in rows if row],
            columns=values["columns"],
            filters=self._chosen_ids(values),
            span=span.value,
            start=start,
            end=end,
            comparison=values["comparison"],
            has_totals=values["has_totals"],
            chart=values["chart"],
            sort_by=values["sort_by"],
            is_ascending=values["is_ascending"],
            top=values["top"],
        )

    def _chosen_ids(self, values: Mapping[str, Any]) -> dict[str, list[int]]:
        chosen = {split.value: [row.pk for row in values[split.value]] for split in FILTERS}
        return {key: ids for key, ids in chosen.items() if ids}

    def _offers(self, split: Split) -> bool:
        """Whose rights reach no customers filters by none."""
        return split != Split.CUSTOMER or self._reader.access.may("customers", "view")

    def _filter(self, split: Split) -> FilterField:
        given = self[split.value].value() or []
        chosen = [pk for pk in map(whole, given) if pk is not None]
        is_searched = split in SEARCHED
        if is_searched:
            known_ones = names.of(Dimension(split.value), chosen, visible_to=self._reader)
            choices = list(known_ones.items())
        else:
            choices = offered.values(split, self._reader)
        return FilterField(split.value, str(split.label), choices, chosen, is_searched)


def _initial(held: Definition, name: str) -> dict[str, Any]:
    first, *second = held.rows
    return {
        **vars(held),
        **held.filters,
        "name": name,
        "range": held.span,
        "rows": first,
        "then_rows": second[0] if second else "",
    }
