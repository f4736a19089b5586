"""The settings page of the letterhead, and an empty sheet to look at it."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries.letterhead import letterhead
from zhuixiao.files.embedding import data_address
from zhuixiao.kit import documents, htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import letterhead as actions
from ..forms import LetterheadForm


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    """Name, tax number, address, bank, logo, last lines."""
    held = letterhead(request.company)
    # A file field without a new file would give its initial value back.
    initial = {**asdict(held), "logo": None}
    form = LetterheadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                by=actor(request),
                values=form.values(),
                logo=form.cleaned_data["logo"],
                is_logo_removed=form.cleaned_data["is_logo_removed"],
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("letterhead"))
    context = {"form": form, "logo": held.logo, "can_make_pdf": documents.is_available()}
    status = 422 if form.errors else 200
    return htmx.render_page(request, "workbench/letterhead.html", context, status=status)


@requires("accounts", "manage")
@require_safe
def sheet(request: StaffRequest) -> HttpResponse:
    """A sheet with nothing but the letterhead, as print page (`?print`) or PDF."""
    held = letterhead(request.company)
    title = _("Letterhead")
    return documents.answer(
        request,
        "documents/base.html",
        {"letterhead": held, "logo": data_address(held.logo)},
        title=title,
        language=request.user.language,
        name=title,
    )
