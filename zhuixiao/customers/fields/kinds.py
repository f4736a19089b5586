"""What a column of the one table is."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.catalog.choices import PickList

from ..models import CustomField

# One right for every way to reach a customer: phones, mail addresses, WeChat.
REACH = "customers.phone"


class Kind(StrEnum):
    """What a column holds; decides editor, filter operators, import reader and export type."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"
    OPTION = "option"
    OPTIONS = "options"
    CHANNEL = "channel"
    REGION = "region"
    EMPLOYEE = "employee"
    EMPLOYEES = "employees"
    DEPARTMENT = "department"
    PRODUCTS = "products"
    BOUGHT = "bought"
    CONTACTS = "contacts"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    DAYS = "days"
    DAYS_LEFT = "days_left"
    SINGLE = "single"
    MULTI = "multi"


@dataclass(frozen=True)
class Added:
    """Where a higher app keeps the values of a column.

    `load` gives them as they stand on a day, by customer, for those of the customers that have
    one: the customers of a page at a time. `holds` is the condition behind an operator (one of
    filters.operators) with its checked value; without it the column cannot be filtered by.
    """

    load: Callable[[Collection[int], date], Mapping[int, Any]]
    holds: Callable[[str, Any, date], Q] | None = None


@dataclass(frozen=True)
class Field:
    """One column. `column` is the attribute of Customer that holds the value (an id for choices),
    empty for a value that is derived or stands in another table: the `difference` of two columns,
    or what a higher app `added`.

    Whoever may not view the `module` sees nothing of the field, `permission` is the key of a
    sensitive field; both must be open."""

    key: str
    label: str | Promise
    kind: Kind
    column: str = ""
    pick_list: PickList | None = None
    custom: CustomField | None = None
    difference: tuple[str, str] | None = None
    added: Added | None = None
    is_editable: bool = False
    is_sortable: bool = True
    is_default: bool = False
    permission: str = ""
    module: str = ""
    width: int = 120

    def access(self, access: Access) -> FieldAccess:
        """What this person sees of the field."""
        if self.module and not access.may(self.module, "view"):
            return FieldAccess.HIDDEN
        return access.field(self.permission) if self.permission else FieldAccess.WRITE
