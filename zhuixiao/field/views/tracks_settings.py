"""Settings of tracks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import tracks_preferences
from ..forms.tracks import TrackSettingsForm
from ..tracks.preferences import preferences


@requires("tracks", "manage")
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """Which positions are kept for how long, and what counts as a stop."""
    form = TrackSettingsForm(request.POST or None, held=preferences(request.company))
    if request.method == "POST" and form.is_valid():
        try:
            tracks_preferences.save(by=actor(request), new=form.preferences())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("field:track-settings"))
    status = 422 if form.errors else 200
    return render(request, "field/tracks/settings.html", {"form": form}, status=status)
