"""What waits for a decision, what became of the own questions, and one of them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.templatetags.paging import Tab as TabShown
from zhuixiao.kit.typed import whole

from .. import subjects
from ..actions import asking, deciding
from ..models import Request
from ..queries import inbox
from ..queries.inbox import Tab

PAGE = 30
_DECISIONS: dict[str, Callable[..., Request]] = {
    "approve": deciding.approve,
    "reject": deciding.reject,
    "send_back": deciding.send_back,
}


@requires("approvals", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The tabs: to decide, asked, decided, and all for who manages approvals."""
    asked = request.GET.get("tab", "")
    tab = Tab(asked) if asked in list(Tab) else Tab.MINE
    if tab == Tab.ALL and not request.user.access.may("approvals", "manage"):
        tab = Tab.MINE
    page = Paginator(inbox.rows(tab, reader=request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "tabs": _tabs(request, tab),
        "page": page,
        "rows": [(row, subjects.find(row.subject)) for row in page],
        "may_decide": request.user.access.may("approvals", "decide"),
    }
    return htmx.render_page(request, "approvals/list.html", context)


@requires("approvals", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What is asked, its lines, its steps, and what this person may do."""
    row = _load(request, pk)
    return htmx.render_page(request, "approvals/detail.html", _context(request, row))


@requires("approvals", "decide")
@require_POST
@idempotent
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """`decision` is approve, reject or send_back; from the list one tap is enough."""
    act = _DECISIONS.get(request.POST.get("decision", ""))
    row = _load(request, pk)
    if act is None:
        return HttpResponse(status=400)
    return _act(request, row, lambda by: act(by=by, request=row, note=request.POST.get("note", "")))


@requires("approvals", "view")
@require_POST
@idempotent
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Who asked takes it back, or asks again."""
    row = _load(request, pk)
    if request.POST.get("what") == "withdraw":
        return _act(request, row, lambda by: asking.withdraw(by=by, request=row))
    note = request.POST.get("note", "")
    return _act(request, row, lambda by: asking.ask_again(by=by, request=row, note=note))


@requires("approvals", "decide")
@require_POST
@idempotent
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """One more person decides."""
    row = _load(request, pk)
    known = Employee.objects.known_to(request.user)
    person = known.filter(pk=whole(request.POST.get("person", "")) or 0).first()
    if person is None:
        messages.error(request, _("Choose somebody."))
        return htmx.redirect_to(request, reverse("approvals:detail", args=[pk]))
    is_before = request.POST.get("place") == "before"
    return _act(
        request,
        row,
        lambda by: deciding.add_step(by=by, request=row, person=person, is_before=is_before),
    )


def _act(request: StaffRequest, row: Request, act: Callable[[Actor], Request]) -> HttpResponse:
    try:
        done = act(actor(request))
    except RuleError as error:
        messages.error(request, str(error.message))
        return htmx.redirect_to(request, reverse("approvals:detail", args=[row.pk]))
    told = {"state": done.get_state_display(), "title": done.text}
    messages.success(request, _("%(state)s: %(title)s") % told)
    is_from_list = request.POST.get("from") == "list"
    target = (
        reverse("approvals:list") if is_from_list else reverse("approvals:detail", args=[row.pk])
    )
    return htmx.redirect_to(request, target)


def _load(request: StaffRequest, pk: int) -> Request:
    rows = Request.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("asker", "department", "flow_version__flow"), pk=pk
    )


def _context(request: StaffRequest, row: Request) -> dict[str, object]:
    me = request.user
    subject = subjects.find(row.subject)
    waits = Request.objects.waiting_for(me).filter(pk=row.pk)
    decides = me.access.may("approvals", "decide") and waits.exists()
    return {
        "row": row,
        "subject": subject,
        "lines": subject.lines(row.payload, me) if subject else (),
        "steps": inbox.steps(row),
        "decides": decides,
        "is_own": row.asker_id == me.pk and row.is_open,
        "colleagues": Employee.objects.active().known_to(me).exclude(pk__in=[me.pk, row.asker_id])
        if decides
        else (),
    }


def _tabs(request: StaffRequest, chosen: Tab) -> list[TabShown]:
    words = {Tab.MINE: _("To decide"), Tab.ASKED: _("Asked by me"), Tab.DONE: _("Decided by me")}
    if request.user.access.may("approvals", "manage"):
        words[Tab.ALL] = _("All")
    waiting = inbox.waiting_count(request.user.pk)
    return [
        TabShown(
            label=text,
            url=f"?tab={tab}",
            is_active=tab == chosen,
            count=waiting if tab == Tab.MINE else None,
        )
        for tab, text in words.items()
    ]
