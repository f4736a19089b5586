"""报价单: what is offered to a customer."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuixiao.accounts.models import Employee

from ..models import Quote
from .parts import Document, Frame, columns, day, figures, made, paragraphs, rows, signatures


def quote_document(quote: Quote, *, reader: Employee, language: str) -> Document:
    """The quote as it goes out."""

    def fill() -> tuple[str, dict[str, Any], str, str]:
        frame, lines = Frame.of(reader), list(quote.lines.order_by("position"))
        buyer = frame.buyer(pgettext("quote", "To"), quote.customer, quote.contact)
        seller = frame.seller(pgettext("quote", "From"), quote.owner)
        number = quote.number
        if quote.revision > 1:
            number = _("%(number)s, version %(revision)d") % {
                "number": quote.number,
                "revision": quote.revision,
            }
        facts = [(_("Date"), day(quote.quoted_on))]
        if quote.valid_until:
            facts.append((_("Valid until"), day(quote.valid_until)))
        facts.append((_("Currency"), quote.currency))
        title = pgettext("document", "Quotation")
        context = {
            **frame.context(),
            "number": number,
            "subject": quote.title,
            "facts": facts,
            "parties": [buyer, seller],
            "rows": rows(lines),
            **columns(lines),
            "totals": figures(lines, discount=quote.discount, currency=quote.currency),
            "in_words": frame.words(quote.amount, quote.currency),
            "terms": paragraphs(quote.terms),
            "signatures": signatures(buyer, seller),
        }
        name = f"{title} {quote.number}" + (f"-{quote.revision}" if quote.revision > 1 else "")
        return "sales/documents/quote.html", context, title, name

    return made(language, fill)
