"""Expenses: the list, one of them, the form, the panels of customers and orders."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.queries import record_form
from zhuixiao.activities.views import conflicts
from zhuixiao.customers.models import Customer
from zhuixiao.files import actions as files
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from .. import postings, tabs
from ..actions import spending
from ..choices import CHANGEABLE
from ..forms.expenses import ExpenseFilterForm, ExpenseForm, initial_of
from ..models import Expense, Order
from ..queries import expense_links, expenses, known
from . import edits

PAGE = 50
PANEL = 8


@requires("expenses", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Expenses by filters, with the sum of each type."""
    form = ExpenseFilterForm(request.GET, reader=request.user)
    chosen = form.chosen(actor(request).today)
    page = Paginator(expenses.listed(chosen, reader=request.user), PAGE).get_page(
        request.GET.get("page")
    )
    sums = expenses.sums(chosen, reader=request.user)
    context = {
        "form": form,
        "tabs": tabs.tabs(tabs.SPENDING, active="sales:expenses", access=request.user.access),
        "page": page,
        "receipts": expenses.with_receipts(list(page)),
        "sums": [(one, _of_type(request, one.type.pk)) for one in sums],
        "total": sum(one.amount for one in sums),
        "all_url": _of_type(request, None),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "may_create": request.user.access.may("expenses", "create"),
    }
    return htmx.render_page(request, "sales/expenses.html", context, partial="found")


@requires("expenses", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One expense with its receipts."""
    expense = _expense(request, pk)
    is_open = expense.claim is None or expense.claim.state in CHANGEABLE
    context = {
        "expense": expense,
        "files": expenses.receipts(expense),
        **expense_links.open_to(expense, request.user),
        "may_edit": is_open and _may(request, expense, "edit"),
        "may_delete": is_open and _may(request, expense, "delete"),
    }
    return htmx.render_page(request, "sales/expense.html", context, partial="record")


@requires("expenses", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Write down an expense; `?customer=`, `?order=` and `?activity=` prefill it."""
    by = actor(request)
    links = expense_links.asked(request.GET, by.employee)
    initial = {
        "spent_on": by.today,
        "employee": by.employee.pk,
        "customer": links.customer.pk if links.customer else None,
        "order": links.order.pk if links.order else None,
        "activity": links.activity.pk if links.activity else None,
    }
    form = ExpenseForm(_with_uploads(request), initial=initial, people=_people(request))
    if request.method == "POST" and form.is_valid():
        try:
            expense = spending.add(by=by, new=form.new_expense())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, expense, _("Expense written down."))
    return _page(request, form)


@requires("expenses", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change an expense."""
    expense = _expense(request, pk)
    form = ExpenseForm(
        _with_uploads(request), initial=initial_of(expense), keep_type=expense.type_id
    )
    kept: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            spending.change(
                by=actor(request),
                expense=expense,
                new=form.new_expense(),
                version=form.cleaned_data["version"],
                keep_mine=conflicts.kept(request, expense.version),
            )
        except Conflict as conflict:
            kept = edits.tell(form, conflict, postings.EXPENSE)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, expense, _("Saved."))
    return _page(request, form, expense=expense, **kept)


@requires("expenses", "delete")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an expense back."""
    spending.delete(by=actor(request), expense=_expense(request, pk))
    messages.success(request, _("Deleted."))
    return htmx.redirect_to(request, reverse("sales:expenses"))


@requires("expenses", "create")
@require_safe
def links(request: StaffRequest) -> HttpResponse:
    """The fields for order and action record of another customer."""
    chosen = expense_links.asked(request.GET, request.user)
    context = {"offer": expense_links.offer(chosen.customer, request.user), "form": None}
    return render(request, "sales/expense_links.html", context)


@requires("expenses", "view")
@require_safe
def of_customer(request: StaffRequest, pk: int) -> HttpResponse:
    """What was spent for a customer, as far as the reader may see it: a panel of its page."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    rows = Expense.objects.visible_to(request.user).filter(customer=customer)
    return _panel(request, rows, url_name="sales:customer-expenses", pk=pk, given="customer")


@requires("expenses", "view")
@require_safe
def of_order(request: StaffRequest, pk: int) -> HttpResponse:
    """What was spent for an order, as far as the reader may see it: a panel of its page."""
    order = get_object_or_404(Order.objects.visible_to(request.user), pk=pk)
    rows = Expense.objects.visible_to(request.user).filter(order=order)
    return _panel(request, rows, url_name="sales:order-expenses", pk=pk, given="order")


def _panel(request: StaffRequest, rows: Any, *, url_name: str, pk: int, given: str) -> HttpResponse:
    shown, total = expenses.newest_and_sum(rows, PANEL, everything="all" in request.GET)
    context = {
        "rows": shown,
        "total": total,
        "url": reverse(url_name, args=[pk]),
        "new_url": f"{reverse('sales:expense-new')}?{given}={pk}",
        "may_add": request.user.access.may("expenses", "create"),
        "given": given,
    }
    return render(request, "sales/expense_panel.html", context)


def _expense(request: StaffRequest, pk: int) -> Expense:
    joined = ("employee", "department", "type", "claim", "created_by")
    rows = Expense.objects.visible_to(request.user).select_related(*joined)
    return get_object_or_404(known.with_customers(rows, request.user, person="employee"), pk=pk)


def _may(request: StaffRequest, expense: Expense, action: str) -> bool:
    is_own = expense.employee_id == request.user.pk
    access = request.user.access
    return access.may("expenses", action) and (is_own or access.may("expenses", "manage"))


def _people(request: StaffRequest) -> Any:
    """For whom the person may write an expense down."""
    if not request.user.access.may("expenses", "manage"):
        return None
    return Employee.objects.active().known_to(request.user).order_by("department__path", "pk")


def _of_type(request: StaffRequest, pk: int | None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["type"] = str(pk or "")
    return f"{reverse('sales:expenses')}?{query.urlencode()}"


def _with_uploads(request: StaffRequest) -> Any:
    """The posted values; files of a browser without JavaScript are stored and named by id."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for upload in request.FILES.getlist("upload"):
        data.appendlist("file_ids", str(files.store(by=actor(request), upload=upload).pk))
    return data


def _page(
    request: StaffRequest, form: ExpenseForm, *, expense: Expense | None = None, **kept: Any
) -> HttpResponse:
    given = {name: form[name].value() or "" for name in ("customer", "order", "activity")}
    chosen = expense_links.asked(given, request.user, held=expense)
    context = {
        "form": form,
        "expense": expense,
        "customer": chosen.customer,
        "is_fixed": expense is None and any(name in request.GET for name in given),
        "customers": [] if chosen.customer else record_form.customers(request.user, ""),
        "offer": expense_links.offer(chosen.customer, request.user, chosen=chosen),
        "files": record_form.waiting_files(request.user, form["file_ids"].value() or []),
        "receipts": expenses.receipts(expense) if expense else (),
        "has_people": _people(request) is not None and expense is None,
        **kept,
    }
    status = 409 if kept else 422 if form.errors else 200
    return render(request, "sales/expense_form.html", context, status=status)


def _answer(request: StaffRequest, expense: Expense, text: str) -> HttpResponse:
    url = reverse("sales:expense", args=[expense.pk])
    changed: dict[str, Any] = {"expensesChanged": True}
    if expense.customer_id:
        changed["customerChanged"] = expense.customer_id
    return htmx.done(request, text, url, link=(url, pgettext("toast", "Open")), **changed)
