"""What is owed by age, and asking for it."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.idempotency import idempotent

from .. import tabs
from ..actions import dunning
from ..actions.dunning import Dunned
from ..forms.money_filters import DueFilter, View
from ..metrics import PAYMENTS
from ..models import Dunning, Order
from ..preferences import preferences
from ..queries import due, due_lists
from ..queries.due import Bucket, Due, Line
from ..queries.due_lists import DueRows

PAGE = 50


@requires(PAYMENTS, "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """What is owed: row by row, by customer or by person, in buckets of days overdue."""
    form = DueFilter(request.GET, reader=request.user)
    asked = form.asked()
    today, days = actor(request).today, preferences(request.company).due_days
    found = DueRows(asked, reader=request.user, today=today, days=days)
    view = form.cleaned_data.get("view") or View.ROWS
    shown = {View.CUSTOMER: found.by_customer, View.PERSON: found.by_person}
    rows: Sequence[Due | Line] = shown[View(view)]() if view in shown else found
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    if view == View.CUSTOMER:
        due_lists.name_customers([row for row in page if isinstance(row, Line)])
    total = found.total
    access = request.user.access
    context = {
        "form": form,
        "asked": asked,
        "view": view,
        "page": page,
        "total": total,
        "cells": [(bucket, bucket.label, total.cells[bucket]) for bucket in Bucket],
        "buckets": Bucket,
        "days": days,
        "rows": _with_dunned(list(page), view),
        "today": today,
        "tabs": tabs.tabs(tabs.MONEY, active="sales:plans", access=access),
        "own": request.company.currency,
        "is_filtered": asked != due.Asked(),
        "may_dun": access.may("activities", "create"),
        "may_create": access.may(PAYMENTS, "create"),
        "payable": _payable(request, list(page), view),
        "path": reverse("sales:plans"),
    }
    return htmx.render_page(request, "sales/due.html", context, partial="found")


@requires(PAYMENTS, "view")
@require_POST
@idempotent
def dun(request: StaffRequest) -> HttpResponse:
    """Make action records or tasks of the chosen rows."""
    how = request.POST.get("do", "")
    done = dunning.dun(by=actor(request), keys=request.POST.getlist("due"), how=how)
    text = _told(done, how)
    if not htmx.wants_partial(request):
        messages.success(request, text)
        return htmx.redirect_to(request, reverse("sales:plans"))
    kind = "success" if done.done else "info"
    return htmx.trigger(
        HttpResponse(status=204), toast={"text": text, "kind": kind}, moneyChanged=True
    )


def _told(done: Dunned, how: str) -> str:
    if how == dunning.RECORD:
        text = ngettext(
            "%(n)d customer: dunning recorded.", "%(n)d customers: dunning recorded.", done.done
        )
    else:
        text = ngettext("%(n)d task made.", "%(n)d tasks made.", done.done)
    parts = [text % {"n": done.done}]
    if done.already:
        text = ngettext(
            "%(n)d was dunned today already.", "%(n)d were dunned today already.", done.already
        )
        parts.append(text % {"n": done.already})
    if done.left_out:
        text = ngettext(
            "%(n)d is not yours to work on.", "%(n)d are not yours to work on.", done.left_out
        )
        parts.append(text % {"n": done.left_out})
    return " ".join(parts)


def _payable(request: StaffRequest, rows: Sequence[Due | Line], view: str) -> set[int]:
    """The orders on the page for which this person may enter a payment."""
    if view != View.ROWS or not request.user.access.may(PAYMENTS, "create"):
        return set()
    ids = {row.order.pk for row in rows if isinstance(row, Due)}
    workable = Order.objects.workable_by(request.user).filter(pk__in=ids)
    return set(workable.values_list("pk", flat=True))


def _with_dunned(rows: Sequence[Due | Line], view: str) -> list[tuple[Due | Line, Dunning | None]]:
    """Each row of the page with when its customer was last dunned."""
    if view == View.PERSON:
        return [(row, None) for row in rows]
    ids = [row.order.customer_id if isinstance(row, Due) else row.key for row in rows]
    last = {
        row.customer_id: row for row in Dunning.objects.filter(customer__in=ids).order_by("day")
    }
    return [(row, last.get(pk)) for row, pk in zip(rows, ids, strict=True)]
