"""How a file is to be imported, as chosen on the page, over the API or on the command line."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean, fold

from ..metrics import PAYMENTS
from . import cells
from .kinds import Kind

CREATE, REFUSE, TEXT, LEAVE_OUT, KEEP = "create", "refuse", "text", "leave_out", "keep"
_CHOICES = {
    "customers": (CREATE, REFUSE),
    "products": (CREATE, TEXT, REFUSE),
    "zero_prices": (KEEP, LEAVE_OUT),
}
_LONGEST = 120


@dataclass(frozen=True)
class Setup:
    """`columns` is column number -> field; `words` says per field what a word of the file means.

    `stand_in` is the customer of rows that name none; without it they are left out. `currency` and
    `rate` hold where the file names none. `into_closed` writes into closed months.
    """

    sheet: str = ""
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    customers: str = REFUSE
    stand_in: str = ""
    products: str = REFUSE
    zero_prices: str = KEEP
    create_options: bool = False
    keep_names: bool = True
    currency: str = ""
    rate: str = ""
    into_closed: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """From JSON. Raises RuleError for a name or a value that is none."""
        known = {one.name: one for one in fields(cls)}
        for name, value in given.items():
            if name not in known:
                raise RuleError(_("There is no option “%(name)s”.") % {"name": name}, field=name)
            if name in _CHOICES and value not in _CHOICES[name]:
                text = _("“%(name)s” is one of: %(choices)s.")
                values = {"name": name, "choices": ", ".join(_CHOICES[name])}
                raise RuleError(text % values, field=name)
            if not isinstance(value, _TYPES.get(name, str)):
                raise RuleError(_("“%(name)s” has a wrong value.") % {"name": name}, field=name)
        texts = {name: clean(value) for name, value in given.items() if isinstance(value, str)}
        return cls(**{**given, **texts})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def with_columns(self, columns: Mapping[int, str]) -> Self:
        return replace(self, columns={str(index): key for index, key in columns.items()})

    @property
    def by_index(self) -> dict[int, str]:
        return {int(index): key for index, key in self.columns.items()}

    def meaning(self, name: str) -> dict[str, str]:
        """What words of a field mean, by their folded form; those of "" hold for every field."""
        words = {**self.words.get("", {}), **self.words.get(name, {})}
        return {fold(word): clean(text) for word, text in words.items()}

    def check(self, kind: Kind, person: Employee) -> None:
        """Raises NotAllowed or RuleError when the person may not import in this way."""
        access = person.access
        access.check(kind.module, "import")
        if self.customers == CREATE or self.stand_in:
            access.check("customers", "create")
        if len(self.stand_in) > _LONGEST:
            raise RuleError(
                _("At most %(limit)d characters.") % {"limit": _LONGEST}, field="stand_in"
            )
        for name, read in (("currency", cells.currency), ("rate", cells.rate)):
            try:
                if held := getattr(self, name):
                    read(held)
            except ValueError as error:
                raise RuleError(str(error), field=name) from error
        adds = (self.products == CREATE and kind != Kind.PAYMENTS) or self.create_options
        if adds and not access.may("catalog", "manage"):
            text = _("Only who keeps the catalogue may add products and options.")
            raise RuleError(text, field="products")
        if self.into_closed and not access.may(PAYMENTS, "manage"):
            text = _("Only finance may write into closed months.")
            raise RuleError(text, field="into_closed")


_TYPES: dict[str, type | tuple[type, ...]] = {
    "header_row": (int, type(None)),
    "columns": dict,
    "words": dict,
    "create_options": bool,
    "keep_names": bool,
    "into_closed": bool,
}
