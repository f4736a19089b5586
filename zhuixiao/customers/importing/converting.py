"""From the cells of a row to values that a customer can take, each error in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.regions import Atlas
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.sheets import Cell, Row
from zhuixiao.kit.sheets.cells import is_blank
from zhuixiao.kit.text.dates import read_date, read_datetime
from zhuixiao.kit.text.errors import shown
from zhuixiao.kit.text.normal import clean, fold
from zhuixiao.kit.text.numbers import read_decimal, read_money
from zhuixiao.kit.text.phone_cells import split_phones
from zhuixiao.kit.text.phones import number_text

from ..actions.contacts import checked as checked_contact
from ..choices import CustomerKind
from ..fields import Field, Kind
from . import words
from .birthdays import read_birthday
from .drafts import Draft
from .lookups import TO_CREATE, Lookups, several
from .people import People
from .targets import Target

Read = Callable[[Field, Sequence[Cell]], Any]


class Converter:
    """Reads rows by one mapping; holds everything that values can refer to."""

    def __init__(
        self,
        *,
        by: Actor,
        columns: Mapping[int, str],
        targets: Sequence[Target],
        people: People,
        lookups: Lookups,
    ) -> None:
        self._by, self._people, self._lookups = by, people, lookups
        self._atlas = Atlas(by.today)
        self._targets: list[tuple[Target, list[int]]] = []
        for target in targets:
            indexes = sorted(index for index, key in columns.items() if key == target.key)
            if indexes:
                self._targets.append((target, indexes))
        self._readers: dict[Kind, Read] = {
            Kind.PHONE: self._phone,
            Kind.CHOICE: self._kind,
            Kind.OPTION: self._option,
            Kind.OPTIONS: self._options,
            Kind.CHANNEL: self._channel,
            Kind.REGION: self._region,
            Kind.PRODUCTS: self._products,
            Kind.EMPLOYEE: self._employee,
            Kind.NUMBER: self._number,
            Kind.MONEY: self._money,
            Kind.DATE: self._date,
            Kind.SINGLE: self._single,
            Kind.MULTI: self._multi,
            Kind.LONG_TEXT: self._long_text,
        }

    def draft(self, row: Row) -> Draft:
        """What the row says; reasons say what is wrong with it. Empty cells say nothing."""
        draft = Draft(row.number, row.cells)
        if row.error is not None:
            draft.refuse(row.error)
            return draft
        width = len(row.cells)
        for target, indexes in self._targets:
            cells = [row.cells[at] for at in indexes if at < width and not is_blank(row.cells[at])]
            if cells:
                self._take(draft, target, indexes[0], cells)
        self._complete(draft)
        return draft

    def _take(self, draft: Draft, target: Target, column: int, cells: list[Cell]) -> None:
        try:
            if target.field is not None:
                read = self._readers.get(target.field.kind, self._text)
                value = read(target.field, cells)
                if value is not None and value != TO_CREATE:
                    draft.values[target.key] = value
            elif target.key == "owner":
                draft.owner = self._owner(_plain(cells[0]))
            elif target.key == "created_at":
                draft.created_at = read_datetime(cells[0], today=self._by.today, zone=self._by.zone)
            elif target.key == "contact.birthday":
                draft.contact |= read_birthday(cells[0], today=self._by.today)
            else:
                draft.contact[target.key.removeprefix("contact.")] = self._contact(target, cells)
        except ValueError as error:
            draft.refuse(error, column)

    def _complete(self, draft: Draft) -> None:
        """A row with a person but no company is a person; details without a name belong to it."""
        values, contact = draft.values, draft.contact
        if not values.get("name") and contact.get("name"):
            values["name"] = contact["name"]
            values.setdefault("kind", CustomerKind.PERSON)
        if "phone" in contact and not contact.get("name"):
            values.setdefault("phone", contact.pop("phone"))
        if contact and not contact.get("name"):
            contact["name"] = str(values.get("name", ""))[:60]
        # A place that is in no list is kept as the beginning of the address.
        place = values.get("region")
        if isinstance(place, str):
            del values["region"]
            values["address"] = " ".join(filter(None, [place, values.get("address", "")]))
        if contact:
            try:
                draft.contact = checked_contact(contact)
            except Invalid as error:
                draft.refuse(error.message)

    # One method per kind of field: cells that are not blank -> a value for `checked`.

    def _text(self, field: Field, cells: Sequence[Cell]) -> str | None:
        text = " ".join(_plain(cell) for cell in cells)
        return None if field.key != "name" and words.says_nothing(text) else text

    def _long_text(self, field: Field, cells: Sequence[Cell]) -> str:
        return "\n".join(clean(str(cell), multiline=True) for cell in cells)

    def _phone(self, field: Field, cells: Sequence[Cell]) -> str | None:
        return _phones(cells) or None

    def _kind(self, field: Field, cells: Sequence[Cell]) -> str:
        kind = words.KINDS.get(fold(_plain(cells[0])))
        if kind is None:
            raise ValueError(_unknown(cells[0]))
        return kind.value

    def _option(self, field: Field, cells: Sequence[Cell]) -> int | None:
        text = _plain(cells[0])
        if field.pick_list is None or words.says_nothing(text):
            return None
        return self._lookups.option(field.pick_list, text)

    def _options(self, field: Field, cells: Sequence[Cell]) -> list[int] | None:
        if field.pick_list is None:
            return None
        return self._lookups.options(field.pick_list, ",".join(map(_plain, cells))) or None

    def _channel(self, field: Field, cells: Sequence[Cell]) -> int | None:
        text = _plain(cells[0])
        return None if words.says_nothing(text) else self._lookups.channel(text)

    def _products(self, field: Field, cells: Sequence[Cell]) -> list[int]:
        return self._lookups.products(",".join(map(_plain, cells)))

    def _region(self, field: Field, cells: Sequence[Cell]) -> int | str | None:
        """The adcode; for the customer's own region the text itself when no list knows it."""
        text = " ".join(dict.fromkeys(map(_plain, cells)))
        if words.says_nothing(text):
            return None
        found = self._atlas.of_name(text) or self._atlas.of_address(text)
        if found is None and field.custom:
            raise ValueError(_unknown(text))
        return found or text

    def _employee(self, field: Field, cells: Sequence[Cell]) -> int:
        return self._person(_plain(cells[0])).pk

    def _number(self, field: Field, cells: Sequence[Cell]) -> int | float:
        number = read_decimal(cells[0])
        return int(number) if number == number.to_integral_value() else float(number)

    def _money(self, field: Field, cells: Sequence[Cell]) -> int:
        return read_money(cells[0])

    def _date(self, field: Field, cells: Sequence[Cell]) -> date:
        return read_date(cells[0], today=self._by.today)

    def _single(self, field: Field, cells: Sequence[Cell]) -> str:
        return _choice(field, _plain(cells[0]))

    def _multi(self, field: Field, cells: Sequence[Cell]) -> list[str]:
        parts = several(",".join(map(_plain, cells)))
        return list(dict.fromkeys(_choice(field, part) for part in parts))

    def _contact(self, target: Target, cells: Sequence[Cell]) -> str:
        if target.key == "contact.phone":
            return _phones(cells)
        if target.key == "contact.name":
            texts = [_plain(cell) for cell in cells]
            return (" " if all(text.isascii() for text in texts) else "").join(texts)
        text = _plain(cells[0])
        return "" if words.says_nothing(text) else text

    def _owner(self, text: str) -> Employee | None:
        return None if words.says_nothing(text) else self._person(text)

    def _person(self, text: str) -> Employee:
        found = self._people.find(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValueError(
                _("Nobody whom you can make owner is called “%(name)s”.") % {"name": shown(text)}
            )
        raise ValueError(
            _("Several people are called “%(name)s”. Write the log-in name or the phone.")
            % {"name": shown(text)}
        )


def _plain(cell: Cell) -> str:
    """The text of a cell on one line; whole numbers without the .0 of spreadsheets."""
    return clean(number_text(cell))


def _phones(cells: Sequence[Cell]) -> str:
    """The phones of some cells, each once, as typed. Raises DamagedNumber."""
    parts = dict.fromkeys(part for cell in cells for part in split_phones(cell))
    return " / ".join(part for part in parts if not words.says_nothing(part))


def _choice(field: Field, text: str) -> str:
    known: dict[str, str] = {}
    if field.custom is not None:
        known = field.custom.former_choices | {name: name for name in field.custom.choices}
    for name, choice in known.items():
        if fold(name) == fold(text):
            return choice
    raise ValueError(_unknown(text))


def _unknown(value: object) -> str:
    return _("“%(value)s” is not in the list.") % {"value": shown(value)}
