"""合同订单: what both sides sign."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuixiao.accounts.models import Employee

from ..models import Order
from .parts import Document, Frame, columns, day, figures, made, paragraphs, rows, signatures


def order_document(order: Order, *, reader: Employee, language: str) -> Document:
    """The contract as both sides sign it."""

    def fill() -> tuple[str, dict[str, Any], str, str]:
        frame, lines = Frame.of(reader), list(order.lines.order_by("position"))
        buyer = frame.buyer(_("Buyer"), order.customer, order.contact)
        seller = frame.seller(_("Seller"), order.owner)
        facts = [(_("Signed on"), day(order.signed_on))]
        if order.delivery_on:
            facts.append((_("Delivery by"), day(order.delivery_on)))
        if order.starts_on or order.ends_on:
            facts.append(
                (pgettext("document", "Runs"), f"{day(order.starts_on)} – {day(order.ends_on)}")
            )
        facts.append((_("Currency"), order.currency))
        title = pgettext("document", "Sales contract")
        context = {
            **frame.context(),
            "number": order.number,
            "subject": order.title,
            "facts": facts,
            "parties": [buyer, seller],
            "rows": rows(lines),
            **columns(lines),
            "totals": figures(lines, discount=order.discount, currency=order.currency),
            "in_words": frame.words(order.amount, order.currency),
            "terms": paragraphs(order.terms),
            "signatures": signatures(buyer, seller),
        }
        return "sales/documents/order.html", context, title, f"{title} {order.number}"

    return made(language, fill)
