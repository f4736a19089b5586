"""Contacts of a customer."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, Invalid
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from ..actions import contacts, guarding
from ..actions.duplicates import Duplicated
from ..forms import ContactForm
from ..models import Contact
from ..queries.collaborators import check_right
from . import conflicts
from .page import load, load_contact


@requires("customers", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a contact to a customer."""
    customer = load(request, pk, right=Right.WORK)
    form = ContactForm(request.POST or None, access=request.user.access)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.add(by=actor(request), customer=customer, values=form.cleaned_data)
        except (Invalid, Duplicated) as error:
            add_rule_error(form, error)
        else:
            return htmx.redirect_to(request, reverse("customers:detail", args=[pk]))
    return _form(request, form, reverse("customers:contact-new", args=[pk]))


@requires("customers", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a contact."""
    contact = load_contact(request, pk)
    check_right(request.user, contact.customer_id)
    guarding.note(by=actor(request), customer=contact.customer, company=request.company)
    form = ContactForm(request.POST or None, access=request.user.access, contact=contact)
    if request.method == "POST" and form.is_valid():
        chosen = conflicts.chosen(request, contact.version)
        try:
            contacts.change(
                by=actor(request),
                contact=contact,
                values=chosen.values(form.cleaned_data, form.changed_data),
                version=whole(request.POST.get("version", "")),
                keep_mine=chosen.mine,
            )
        except Conflict as error:
            rows = conflicts.of_contact(error)
            address = reverse("customers:contact", args=[pk])
            return conflicts.page(request, error, action=address, rows=rows)
        except (Invalid, Duplicated) as error:
            add_rule_error(form, error)
        else:
            return htmx.redirect_to(
                request, reverse("customers:detail", args=[contact.customer_id])
            )
    return _form(request, form, reverse("customers:contact", args=[pk]), contact)


@requires("customers", "edit")
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a contact off its customer."""
    contact = load_contact(request, pk)
    contacts.remove(by=actor(request), contact=contact)
    return htmx.redirect_to(request, reverse("customers:detail", args=[contact.customer_id]))


def _form(
    request: StaffRequest, form: ContactForm, action: str, contact: Contact | None = None
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "contact": contact, "action": action}
    return htmx.render_page(request, "customers/page/contact.html", context, status=status)
