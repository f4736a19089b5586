"""What the person was told: the list, the count in the shell, reading and putting away."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_GET, require_POST

from zhuixiao.accounts.guards import StaffRequest, staff
from zhuixiao.kit import htmx, navigation
from zhuixiao.kit.typed import whole

from .. import actions, kinds, queries
from ..models import Mute, Notice
from .tabs import tabs

PAGE = 50
MOST_SHOWN = 99


@staff
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The own notices by day and customer: the open ones; `?show=all` adds those put away."""
    shows_all = request.GET.get("show") == "all"
    mine = Notice.objects.visible_to(request.user)
    rows = (mine if shows_all else mine.open()).order_by("-created_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "days": queries.by_day(request.user, page.object_list),
        "unread": mine.unread().count(),
        "tabs": tabs(request.user, "all" if shows_all else "open"),
    }
    return htmx.render_page(request, "notices/list.html", context, partial="list")


@staff
@require_GET
def unread(request: StaffRequest) -> HttpResponse:
    """The number beside the bell, and with it those of the menu: nothing for none."""
    rows = Notice.objects.visible_to(request.user).unread()[: MOST_SHOWN + 1]
    bell = _shown(len(rows.values_list("pk", flat=True)))
    counts = navigation.counts(request.user.access, request.user.pk)
    menu = format_html_join(
        "",
        '<span class="rail-count" id="count-{}" hx-swap-oob="true">{}</span>',
        ((key, _shown(number)) for key, number in counts.items()),
    )
    return HttpResponse(format_html("{}{}", bell, menu))


@staff
@require_POST
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark a notice read and go to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    Notice.objects.filter(pk=notice.pk).mark_read(timezone.now())
    return htmx.redirect_to(request, notice.url or reverse("notices:list"))


@staff
@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    """Mark everything read."""
    Notice.objects.visible_to(request.user).mark_read(timezone.now())
    return _changed(request)


@staff
@require_POST
def put_away(request: StaffRequest, pk: int) -> HttpResponse:
    """Put one notice away; another's is not there."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_done(reader=request.user, notice_ids=[notice.pk], at=timezone.now())
    return _changed(request)


@staff
@require_POST
def put_all_away(request: StaffRequest) -> HttpResponse:
    """Put the named notices away, those of one day; others' are left alone."""
    wanted = [pk for text in request.POST.getlist("id") if (pk := whole(text)) is not None]
    actions.mark_done(reader=request.user, notice_ids=wanted, at=timezone.now())
    return _changed(request)


@staff
def muting(request: StaffRequest) -> HttpResponse:
    """Which kinds of notices the person wants."""
    labels = kinds.all_kinds()
    if request.method == "POST":
        wanted = set(request.POST.getlist("kind"))
        actions.mute(reader=request.user, kinds=labels.keys() - wanted)
        response = htmx.redirect_to(request, reverse("notices:list"))
        return htmx.trigger(response, closeDialog=True)
    muted = set(Mute.objects.filter(employee=request.user).values_list("kind", flat=True))
    rows = [(key, label, key not in muted) for key, label in labels.items()]
    return htmx.render_page(request, "notices/muting.html", {"rows": rows})


def _shown(count: int) -> str:
    return "" if not count else f"{MOST_SHOWN}+" if count > MOST_SHOWN else str(count)


def _changed(request: StaffRequest) -> HttpResponse:
    """The list anew for htmx, else back to its page; the count in the shell follows."""
    if not htmx.wants_partial(request):
        return htmx.redirect_to(request, reverse("notices:list"))
    request.method = "GET"
    return htmx.trigger(index(request), noticesChanged=True)
