"""New customer, editing one, the duplicate warning while typing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.choices import Right, Via
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.catalog.models import Region
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from ..actions import creating, editing
from ..actions.creating import NewCustomer
from ..actions.places import Places
from ..duplicate_rules import Facts
from ..fields import Field, writable_fields
from ..forms import CustomerForm
from ..models import AssignRule, Customer
from ..queries import duplicates
from . import conflicts
from .page import opened


@requires("customers", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """A new customer of the person's own."""
    form = CustomerForm(
        request.POST or None,
        fields=_writable(request),
        reader=request.user,
        name=request.GET.get("name", ""),
    )
    if request.method == "POST" and form.is_valid():
        try:
            customer = creating.create(
                by=actor(request),
                new=NewCustomer(form.values(), owner=request.user),
                by_rules="by_rules" in request.POST,
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _after_adding(request, customer)
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "customer": None,
        "has_rules": AssignRule.objects.in_use().exists(),
        "by_rules": "by_rules" in request.POST,
    }
    return htmx.render_page(request, "customers/page/form.html", context, status=status)


@requires("customers", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the facts of one customer; two who change the same field get both values."""
    customer = opened(request, pk, right=Right.WORK)
    form = CustomerForm(
        request.POST or None, fields=_writable(request), reader=request.user, customer=customer
    )
    if request.method == "POST" and form.is_valid():
        chosen = conflicts.chosen(request, customer.version)
        try:
            editing.edit(
                by=actor(request),
                customer=customer,
                values=chosen.values(form.values(), form.changed_data),
                version=whole(request.POST.get("version", "")),
                keep_mine=chosen.mine,
            )
        except Conflict as error:
            return _conflict(request, customer, error)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return htmx.redirect_to(request, reverse("customers:detail", args=[pk]))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "customer": customer}
    return htmx.render_page(request, "customers/page/form.html", context, status=status)


@requires("customers", "view")
def same(request: StaffRequest) -> HttpResponse:
    """Customers like the one that is being typed."""
    found = duplicates.find(
        Facts(
            name=request.GET.get("name", "")[:120],
            phone=request.GET.get("phone", "")[:120],
            credit_code=request.GET.get("credit_code", "")[:18],
            email=request.GET.get("email", "")[:254],
            region=whole(request.GET.get("region", "")),
        ),
        visible_to=request.user,
        company=request.company,
        via=Via.PAGE,
        but=whole(request.GET.get("but", "")) or 0,
    )
    return render(request, "customers/page/duplicates.html", {"duplicates": found})


@requires("customers", "view")
def region_hint(request: StaffRequest) -> HttpResponse:
    """The region that the typed address or phone says, as long as none is chosen."""
    region = None
    if not request.GET.get("region"):
        adcode = Places(request.company.today(timezone.now())).region_of(
            address=request.GET.get("address", "")[:200], phone=request.GET.get("phone", "")[:120]
        )
        region = Region.objects.filter(pk=adcode).first() if adcode else None
    return render(request, "customers/page/region_hint.html", {"region": region})


def _after_adding(request: StaffRequest, customer: Customer) -> HttpResponse:
    """To the customer; to the table and who got it, where it is out of sight."""
    if Customer.objects.visible_to(request.user).filter(pk=customer.pk).exists():
        return htmx.redirect_to(request, reverse("customers:detail", args=[customer.pk]))
    text = _("%(name)s was added and is with %(owner)s now.")
    told = {"name": customer.name, "owner": customer.owner}
    messages.success(request, text % told)
    return htmx.redirect_to(request, reverse("customers:table"))


def _writable(request: StaffRequest) -> list[Field]:
    return writable_fields(request.user.access)


def _conflict(request: StaffRequest, customer: Customer, error: Conflict) -> HttpResponse:
    pairs = [
        (field, error.fields[field.key])
        for field in _writable(request)
        if field.key in error.fields
    ]
    words = conflicts.in_words(pairs, request.user.access, full=True)
    rows = [(pair[0].key, pair[0].label, said) for pair, said in zip(pairs, words, strict=True)]
    address = reverse("customers:edit", args=[customer.pk])
    return conflicts.page(request, error, action=address, rows=rows)
