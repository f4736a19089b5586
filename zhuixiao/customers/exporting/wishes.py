"""What a person asked to have exported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.db.models import Q

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee

from .. import filters
from ..fields import Field
from ..filters.asked import Asked


class Format(StrEnum):
    """The kinds of files; two encodings of CSV, because old Chinese programs know only one."""

    XLSX = "xlsx"
    CSV = "csv"
    CSV_GB18030 = "csv-gb18030"
    VCF = "vcf"
    # Everything about one person, for that person.
    PERSON = "person"

    @property
    def ending(self) -> str:
        return {Format.CSV_GB18030: "csv", Format.PERSON: "zip"}.get(self, self.value)


@dataclass(frozen=True)
class Wish:
    """`params` is an address of the table, `ids` a selection in it, `columns` field keys.

    A copy for one person names its customer in `ids`, and the contact unless the customer is the
    person."""

    params: Mapping[str, str] = field(default_factory=dict)
    ids: Sequence[int] = ()
    columns: Sequence[str] = ()
    with_contacts: bool = False
    format: Format = Format.XLSX
    contact_id: int = 0

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "Wish":
        return cls(
            params=payload["params"],
            ids=payload["ids"],
            columns=payload["columns"],
            with_contacts=payload["with_contacts"],
            format=Format(payload["format"]),
            contact_id=payload.get("contact_id", 0),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "params": dict(self.params),
            "ids": list(self.ids),
            "columns": list(self.columns),
            "with_contacts": self.with_contacts,
            "format": self.format.value,
            "contact_id": self.contact_id,
        }

    def asked(self, reader: Employee) -> Asked:
        """The table's own reading of the address. Raises BadFilter, BadSort."""
        return filters.ask(self.params, reader=reader)

    def frozen(self, reader: Employee) -> "Wish":
        """The same wish with filter, sort and columns written out, so that a view that changes
        later does not make another one of it. Raises BadFilter, BadSort."""
        asked = self.asked(reader)
        columns = self.fields(asked) or [column.field for column in asked.columns]
        kept = replace(self, params=asked.spelled_out(), columns=[one.key for one in columns])
        kept.asked(reader)
        return kept

    def conditions(self, by: Actor) -> Q:
        """Which customers; not the reader's scope, which every query adds by itself."""
        if self.ids:
            return Q(pk__in=self.ids)
        return self.asked(by.employee).conditions(today=by.today, zone=by.zone)

    def fields(self, asked: Asked) -> list[Field]:
        """The chosen columns as far as the person sees them, in the order in which they were
        chosen; without a choice those of the table."""
        if not self.columns:
            return [column.field for column in asked.columns]
        known = {one.key: one for one in asked.fields}
        return [known[key] for key in dict.fromkeys(self.columns) if key in known]
