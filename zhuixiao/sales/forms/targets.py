"""The grid of targets: holders down, months (or quarters, or the year) across."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.money import to_decimal, to_minor
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.trees import in_tree_order
from zhuixiao.ledger import catalogue

from ..actions.targets import CHALLENGE, STRETCH, Holder, Place, Plan
from ..choices import TargetUnit
from ..models import Target
from ..queries.targets import METRICS


@dataclass(frozen=True)
class Cell:
    """An input: its name, what stands in it, and what is wrong with it."""

    name: str
    label: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class Row:
    """A holder's cells; departments are indented as in the tree."""

    name: str
    kind: str
    cells: Sequence[Cell]


class ShareForm(forms.Form):
    """The higher tiers, in percent of the target."""

    stretch = forms.IntegerField(
        label=gettext_lazy("Stretch target, %"), min_value=100, max_value=1000
    )
    challenge = forms.IntegerField(
        label=gettext_lazy("Challenge, %"), min_value=100, max_value=1000
    )
    with_sums = forms.BooleanField(
        label=gettext_lazy("Quarters and year are the sums of the months"), required=False
    )


class Grid:
    """What is shown and typed for one number, unit and year; money is typed in yuan."""

    def __init__(
        self,
        metric: str,
        unit: TargetUnit,
        year: int,
        *,
        reader: Employee,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        self.metric, self.unit, self.year = metric, unit, year
        self.is_money = catalogue.find(metric).unit == "money"
        whole = Period.of(PeriodKind.YEAR, date(year, 1, 1))
        self.periods = whole.split(PeriodKind(unit))
        self._typed = typed
        rows = Target.objects.filter(metric=metric, unit=unit, start__year=year)
        self._held = {(Holder(row.department_id, row.employee_id), row.start): row for row in rows}
        self.errors: dict[str, str] = {}
        self._values: dict[Place, int | None] = {}
        self.rows = [self._row(*line) for line in _lines(reader)]

    @property
    def tiers(self) -> tuple[int, int]:
        """The shares that give the higher tiers of all targets as they stand."""
        return self._share("stretch", STRETCH), self._share("challenge", CHALLENGE)

    def plan(self, shares: ShareForm) -> Plan:
        """What was typed, for the action."""
        return Plan(
            self.metric,
            self.unit,
            self._values,
            shares.cleaned_data["stretch"],
            shares.cleaned_data["challenge"],
        )

    def _share(self, tier: str, usual: int) -> int:
        """The usual share if it gives what stands, else the smallest one that does: a tier is
        rounded down, so that a small target of its own fits several."""
        rows: list[tuple[int, int]] = [
            (row.base, getattr(row, tier)) for row in self._held.values()
        ]
        if all(base * usual // 100 == value for base, value in rows):
            return usual
        return max(-(-value * 100 // base) for base, value in rows)

    def _row(self, name: str, kind: str, holder: Holder) -> Row:
        return Row(name, kind, [self._cell(name, holder, part) for part in self.periods])

    def _cell(self, holder_name: str, holder: Holder, part: Period) -> Cell:
        key = f"t-{holder.department_id or 0}-{holder.employee_id or 0}-{part.start.isoformat()}"
        label = f"{holder_name.strip()} {part.label()}"
        if self._typed is None:
            row = self._held.get((holder, part.start))
            return Cell(key, label, self._text(row.base) if row else "")
        text = self._typed.get(key, "").strip()
        try:
            self._values[holder, part.start] = self._number(text)
        except (InvalidOperation, ValueError, OverflowError):
            self.errors[key] = _("Enter a number above zero, or nothing.")
        return Cell(key, label, text, self.errors.get(key, ""))

    def _text(self, value: int) -> str:
        if not self.is_money:
            return str(value)
        return f"{to_decimal(value):f}".removesuffix(".00")

    def _number(self, text: str) -> int | None:
        if not text:
            return None
        number = Decimal(text.replace(",", ""))
        if not number.is_finite() or not 0 < number < 10**12:
            raise ValueError(text)
        return to_minor(number) if self.is_money else int(number)


def _lines(reader: Employee) -> list[tuple[str, str, Holder]]:
    """The company, each open department, and below it its people who sell."""
    people: dict[int, list[Employee]] = {}
    for person in Employee.objects.active().with_access().known_to(reader).order_by("pk"):
        if person.access.may("orders", "create"):
            people.setdefault(person.department_id, []).append(person)
    lines = [(_("Company"), "company", Holder())]
    for unit in in_tree_order(Department.objects.known_to(reader).filter(closed_at=None)):
        indent = "\u3000" * unit.depth
        lines.append((indent + unit.name, "department", Holder(department_id=unit.pk)))
        lines += [
            (f"{indent}\u3000{person.name}", "person", Holder(employee_id=person.pk))
            for person in people.get(unit.pk, ())
        ]
    return lines


def chosen_metric(text: str) -> str:
    """A number that targets can be set for; the order amount for anything else."""
    return text if text in METRICS else METRICS[0]
