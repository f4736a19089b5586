"""What the documents of selling share: head, sides, lines and totals.

Everything here runs within the language of the document.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.letterhead import Letterhead
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.accounts.queries.letterhead import letterhead
from zhuixiao.customers.fields import REACH
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.files.embedding import data_address
from zhuixiao.kit import documents
from zhuixiao.kit.documents import Party, Signature, Total
from zhuixiao.kit.documents.parts import Fact
from zhuixiao.kit.templatetags.numbers import money, quantity, unit_price
from zhuixiao.kit.text.amounts import in_words

from .. import totals
from ..models.lines import Line

CHINESE, ENGLISH = "zh-hans", "en"


@dataclass(frozen=True)
class Document:
    """A filled document; `name` is that of its file, without an ending."""

    template: str
    context: dict[str, Any]
    title: str
    name: str
    language: str

    def pdf(self) -> bytes:
        """Raises NotAvailable, TooLong."""
        return documents.pdf(self.template, self.context, title=self.title, language=self.language)


@dataclass(frozen=True)
class Row:
    """A line, ready to be read."""

    number: int
    name: str
    note: str
    quantity: str
    unit: str
    price: str
    discount: str
    tax: str
    amount: str


@dataclass(frozen=True)
class Frame:
    """Whose document it is and for whom it is made: `reader` sees no phone in it that is closed to
    him elsewhere."""

    head: Letterhead
    reader: Employee

    @classmethod
    def of(cls, reader: Employee) -> "Frame":
        return cls(letterhead(Company.objects.get()), reader)

    def context(self) -> dict[str, Any]:
        return {"letterhead": self.head, "logo": data_address(self.head.logo)}

    def buyer(self, role: str, customer: Customer, contact: Contact | None) -> Party:
        """The customer, with whom to ask for."""
        access = self.reader.access
        facts: list[Fact] = []
        if contact:
            facts.append((_("Contact"), f"{contact.name} {contact.title}".strip()))
        phone = (contact.phone if contact else "") or customer.phone
        if phone and may_reach(access):
            facts.append((_("Phone"), phone))
        if customer.address:
            facts.append((_("Address"), customer.address))
        return Party(role, customer.name, facts)

    def seller(self, role: str, owner: Employee) -> Party:
        """The company, with who answers for it."""
        facts: list[Fact] = [(_("Contact"), owner.name)]
        if phone := owner.phone or self.head.phone:
            facts.append((_("Phone"), phone))
        if owner.email:
            facts.append((_("Mail address"), owner.email))
        return Party(role, self.head.name, facts)

    def words(self, amount: int, currency: str) -> str:
        """大写, where the company wants it and the document is Chinese."""
        language = translation.get_language() or ENGLISH
        if not self.head.amount_in_words or not language.startswith("zh"):
            return ""
        return in_words(amount, currency=currency, language=language)


def made(language: str, fill: Callable[[], tuple[str, dict[str, Any], str, str]]) -> Document:
    """A document in a language; `fill` gives template, context, title and name within it."""
    with translation.override(language):
        template, context, title, name = fill()
    return Document(template, context, title, name, language)


def may_reach(access: Access) -> bool:
    """Whether phones and mail addresses of customers are open to the person."""
    return access.field(REACH) in {FieldAccess.READ, FieldAccess.WRITE}


def rows(lines: Sequence[Line]) -> list[Row]:
    """Of each line what it comes to before a discount on the whole, so that the paper adds up."""
    return [
        Row(
            number=place,
            name=line.name,
            note=line.note,
            quantity=quantity(line.quantity),
            unit=line.unit,
            price=unit_price(line.price),
            discount=f"−{rate(line.discount_bp)}" if line.discount_bp else "",
            tax=rate(line.tax_bp),
            amount=money(before_discount(line)),
        )
        for place, line in enumerate(lines, start=1)
    ]


def columns(lines: Iterable[Line]) -> dict[str, bool]:
    """Which columns the lines need beyond the usual ones."""
    held = list(lines)
    return {
        "has_discounts": any(line.discount_bp for line in held),
        "has_taxes": any(line.tax_bp for line in held),
    }


def figures(lines: Sequence[Line], *, discount: int, currency: str) -> list[Total]:
    """Sum, discount on the whole, what of it is tax at which rate, and the grand total."""
    before = sum(before_discount(line) for line in lines)
    amount = sum(line.amount for line in lines)
    taxes: dict[int, int] = {}
    for line in lines:
        if line.tax_bp:
            taxes[line.tax_bp] = taxes.get(line.tax_bp, 0) + line.tax
    found = []
    if discount:
        found = [
            Total(_("Sum of the lines"), money(before)),
            Total(pgettext("document", "Discount"), f"−{money(discount)}"),
        ]
    if taxes:
        found.append(Total(_("Amount without tax"), money(amount - sum(taxes.values()))))
    found += [
        Total(_("VAT %(rate)s") % {"rate": rate(tax_bp)}, money(tax))
        for tax_bp, tax in sorted(taxes.items())
    ]
    label = _("Total with tax") if taxes else _("Total")
    return [*found, Total(f"{label} ({currency})", money(amount), is_grand=True)]


def signatures(buyer: Party, seller: Party) -> list[Signature]:
    """Where both sides sign and stamp."""
    fields = [_("Signed by"), _("Date")]
    return [
        Signature(_("%(side)s (signature and stamp)") % {"side": side.role}, side.name, fields)
        for side in (buyer, seller)
    ]


def paragraphs(text: str) -> list[str]:
    """Terms as they were typed, one a line; numbers that people typed before them are dropped, as
    the document numbers them."""
    found = [_without_number(line.strip()) for line in text.splitlines()]
    return [line for line in found if line]


def before_discount(line: Line) -> int:
    """What a line comes to before its share of a discount on the whole, in minor units."""
    part = totals.Part(line.quantity, line.price, line.discount_bp, line.tax_bp)
    return totals.line_amount(part)


def rate(basis_points: int) -> str:
    """13%, 0.5%."""
    return f"{Decimal(basis_points).scaleb(-2).normalize():f}%"


def day(value: Any) -> str:
    """A day as the language writes it; a dash for none."""
    return date_format(value, "DATE_FORMAT") if value else "—"


def _without_number(line: str) -> str:
    head = line.lstrip("0123456789")
    is_numbered = head != line and head[:1] in {".", "、", ")", "）", "．"}
    # "1.5 m" is a length and no first item.
    if not is_numbered or (head[0] == "." and head[1:2].isdigit()):
        return line
    return head[1:].strip()
