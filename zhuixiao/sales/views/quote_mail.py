"""A quote to the customer by mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries.letterhead import letterhead
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import quote_mailing
from ..forms.quote_dialogs import MailForm
from ..models import Quote
from ..queries.quote_mail import Address, addresses_of
from .documents import language_of
from .quote import load


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def mail(request: StaffRequest, pk: int) -> HttpResponse:
    """To whom, with which words; the PDF goes along."""
    quote = load(request, pk)
    addresses = addresses_of(quote, reader=request.user)
    data = request.POST if request.method == "POST" else None
    form = MailForm(data, addresses=addresses, initial=_initial(request, quote, addresses))
    version = form["version"].value()
    if request.method == "POST" and form.is_valid():
        try:
            quote_mailing.ask(
                by=actor(request),
                quote=quote,
                letter=form.letter(),
                version=form.cleaned_data["version"],
            )
        except Conflict as conflict:
            version = conflict.version
            text = _(
                "Somebody else changed this quote meanwhile. Look at it first: your letter is "
                "still here, and sending it again sends the quote as it is now."
            )
            form.add_error(None, text)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            text = _("The mail is on its way. You are told if it cannot be sent.")
            messages.success(request, text)
            return htmx.redirect_to(request, reverse("sales:quote", args=[pk]))
    context = {
        "form": form,
        "version": version,
        "quote": quote,
        "hindrance": quote_mailing.hindrance(),
    }
    status = 422 if form.errors else 200
    return render(request, "sales/quotes/mail.html", context, status=status)


def _initial(request: StaffRequest, quote: Quote, addresses: list[Address]) -> dict[str, Any]:
    language = language_of(request)
    with override(language):
        company = letterhead(request.company).name
        params = {
            "number": quote.number,
            "company": company,
            "name": quote.contact.name if quote.contact else quote.customer.name,
            "sender": request.user.name,
            "day": date_format(quote.valid_until) if quote.valid_until else "",
        }
        subject = _("Quotation %(number)s from %(company)s") % params
        parts = [
            pgettext("letter", "Dear %(name)s,"),
            _("please find our quotation %(number)s attached."),
        ]
        if quote.valid_until:
            parts.append(_("It is valid until %(day)s."))
        parts += [
            _("Please tell me if you have any question."),
            pgettext("letter", "Kind regards,") + "\n%(sender)s\n%(company)s",
        ]
        text = "\n\n".join(part % params for part in parts)
    return {
        "keys": [row.key for row in addresses if row.is_first][:1],
        "subject": subject[:150],
        "text": text,
        "language": language,
        "copy": bool(request.user.email),
        "version": quote.version,
    }
