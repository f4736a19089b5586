"""Settings of the names of places."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError

from ..actions import places
from ..choices.places import Service
from ..models import PlaceService


@requires("tracks", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Which map service names places, how it is, and what it is sent."""
    service = settings.PLACES_SERVICE
    held = PlaceService.objects.filter(service=service).first() if service else None
    context = {
        "service": Service(service).label if service else "",
        "held": held,
        "asked": held.asked if held and held.day == actor(request).today else 0,
        "a_day": settings.PLACES_A_DAY,
        "keep_days": settings.PLACES_KEEP_DAYS,
    }
    return render(request, "field/places/settings.html", context)


@requires("tracks", "manage")
@require_POST
def trial(request: StaffRequest) -> HttpResponse:
    """Ask for the company's own place."""
    try:
        whose, found = places.try_it(by=actor(request))
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        text = _("%(whose)s is: %(name)s") if whose else _("The service answers: %(name)s")
        told = {"whose": whose, "name": found or _("no name")}
        messages.success(request, text % told)
    return htmx.redirect_to(request, reverse("field:places"))
