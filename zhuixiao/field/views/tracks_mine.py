"""The own track: its switch, devices, readers, and who looked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError

from ..actions import trackers as tracker_actions
from ..actions import tracks_importing, tracks_switch
from ..forms.tracks import GpxForm, TrackerForm
from ..models import TrackDay, Tracker
from ..queries import trackers, tracks_seen
from ..tabs import TRACKS, tabs
from ..tracks.consent import text
from ..tracks.preferences import preferences
from ..tracks.setup import setup

_DAYS = 14


@requires("tracks", "create")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Everything about the own track on one page."""
    return _page(request, TrackerForm(), GpxForm())


@requires("tracks", "create")
@require_POST
def switch(request: StaffRequest) -> HttpResponse:
    """Turn the track on or off, or take the consent back."""
    by, do = actor(request), request.POST.get("do", "")
    if do == "on":
        tracks_switch.turn_on(by=by, agrees=request.POST.get("agrees") == "1")
        messages.success(request, _("Your track is on."))
    elif do == "off":
        tracks_switch.turn_off(by=by)
        messages.success(request, _("Your track is off."))
    elif do == "withdraw":
        tracks_switch.withdraw(by=by)
        messages.success(request, _("Your consent is taken back; the track is off."))
    return htmx.redirect_to(request, reverse("field:track-mine"))


@requires("tracks", "create")
@never_cache
@require_POST
def new_tracker(request: StaffRequest) -> HttpResponse:
    """A new device; the answer is the only place where its address is shown."""
    form = TrackerForm(request.POST)
    if not form.is_valid():
        return _page(request, form, GpxForm(), status=422)
    tracker, secret = tracker_actions.add(
        by=actor(request), name=form.cleaned_data["name"], kind=form.chosen_kind
    )
    context = {"tracker": tracker, "setup": setup(tracker, secret)}
    return render(request, "field/tracks/tracker.html", context)


@requires("tracks", "create")
@require_POST
def tracker_removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an own device out of use."""
    tracker = get_object_or_404(Tracker.objects.own(request.user), pk=pk)
    tracker_actions.switch_off(by=actor(request), tracker=tracker)
    messages.success(request, _("The device is removed; its address answers nobody any more."))
    return htmx.redirect_to(request, reverse("field:track-mine"))


@requires("tracks", "create")
@require_POST
def gpx_import(request: StaffRequest) -> HttpResponse:
    """Take the positions of a GPX file."""
    form = GpxForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            read, got = tracks_importing.take(
                by=actor(request), content=form.cleaned_data["file"].read(), company=request.company
            )
        except RuleError as error:
            form.add_error("file", str(error.message))
        else:
            messages.success(
                request,
                ngettext(
                    "%(kept)d position is new, %(rest)d were there or lie outside of what is kept;"
                    " the file is %(km).1f km long.",
                    "%(kept)d positions are new, %(rest)d were there or lie outside of what is"
                    " kept; the file is %(km).1f km long.",
                    got.kept,
                )
                % {
                    "kept": got.kept,
                    "rest": got.known + got.dropped,
                    "km": read.metres / 1000,
                },
            )
            return htmx.redirect_to(request, reverse("field:track-mine"))
    return _page(request, TrackerForm(), form, status=422)


def _page(
    request: StaffRequest, form: TrackerForm, gpx: GpxForm, status: int = 200
) -> HttpResponse:
    me = request.user
    held = preferences(request.company)
    days = TrackDay.objects.filter(employee=me).order_by("-day")[:_DAYS]
    context = {
        "tabs": tabs(TRACKS, active="field:track-mine", access=me.access),
        "on_since": tracks_seen.on_since(me),
        "consent": tracks_seen.consent(me),
        "text": text(request.company, held),
        "held": held,
        "seen_by": tracks_seen.who_may_see(me),
        "looks": tracks_seen.looks(me),
        "trackers": trackers.own(me),
        "days": days,
        "form": form,
        "gpx": gpx,
    }
    return render(request, "field/tracks/mine.html", context, status=status)
