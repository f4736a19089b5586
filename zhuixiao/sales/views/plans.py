"""The payment plan of an order."""

from itertools import zip_longest
from typing import Any

from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import planning
from ..actions.planning import Instalment
from ..forms.money import EqualForm, InstalmentForm
from ..metrics import PAYMENTS
from ..models import Order
from ..queries import plans

# Empty rows below those that there are.
_MORE = 3
_Rows = formset_factory(InstalmentForm, extra=_MORE, max_num=planning.MOST, absolute_max=200)


@requires(PAYMENTS, "create")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the instalments of an order row by row."""
    order = load(request, pk)
    held = plans.rows_of(order, today=actor(request).today)
    initial = [
        {
            "pk": row.plan.pk,
            "due_on": row.plan.due_on,
            "amount": row.plan.amount,
            "note": row.plan.note,
        }
        for row in held
    ]
    rows = _Rows(request.POST or None, initial=initial, prefix="rows")
    errors: list[object] = []
    if request.method == "POST" and rows.is_valid():
        typed = [
            (place, form.cleaned_data)
            for place, form in enumerate(rows)
            if form.cleaned_data.get("amount")
        ]
        try:
            planning.set_plan(
                by=actor(request), order=order, instalments=[_instalment(row) for _n, row in typed]
            )
        except Invalid as error:
            errors = _at_rows(rows, error, [place for place, _row in typed])
        except RuleError as error:
            errors = [error.message]
        else:
            return answer(request, order, _("The plan is saved."))
    context = {
        "order": order,
        "rows": rows,
        "lines": list(zip_longest(rows, held)),
        "errors": errors,
    }
    is_wrong = bool(errors) or (rows.is_bound and not rows.is_valid())
    return render(request, "sales/plan.html", context, status=422 if is_wrong else 200)


@requires(PAYMENTS, "create")
@require_http_methods(["GET", "POST"])
@idempotent
def equal(request: StaffRequest, pk: int) -> HttpResponse:
    """Equal instalments in one click."""
    order = load(request, pk)
    form = EqualForm(request.POST or None, initial={"first_on": actor(request).today})
    if request.method == "POST" and form.is_valid():
        try:
            planning.equal(by=actor(request), order=order, **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return answer(request, order, _("The plan is saved."))
    context = {"order": order, "form": form, "has_plan": order.plans.exists()}
    return render(request, "sales/plan_equal.html", context, status=422 if form.errors else 200)


def load(request: StaffRequest, pk: int) -> Order:
    """The order, if the person may see it, else 404."""
    rows = Order.objects.visible_to(request.user).select_related("customer")
    return get_object_or_404(rows, pk=pk)


def answer(request: StaffRequest, order: Order, text: str) -> HttpResponse:
    """Close the dialog and let the page show what changed; without htmx go to what is due."""
    url = f"{reverse('sales:plans')}?customer={order.customer_id}"
    return htmx.done(request, text, url, moneyChanged=True, customerChanged=order.customer_id)


def _instalment(values: dict[str, Any]) -> Instalment:
    return Instalment(values["due_on"], values["amount"], values["note"], values["pk"])


def _at_rows(rows: Any, error: Invalid, places: list[int]) -> list[object]:
    """Put the messages at their rows; returns those of the whole."""
    rest: list[object] = []
    for name, text in error.errors.items():
        parts = name.split(".")
        if len(parts) == 3:
            rows[places[int(parts[1])]].add_error(parts[2], str(text))
        else:
            rest.append(text)
    return rest or [_("Please check the marked fields.")]
