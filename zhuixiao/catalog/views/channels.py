"""The tree of channels."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from .. import queries
from ..actions import channels
from ..forms import ChannelForm
from ..models import Channel


@requires("catalog", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The whole tree."""
    may_manage = request.user.access.may("catalog", "manage")
    context = {"channels": queries.channel_tree(), "may_manage": may_manage}
    return render(request, "catalog/channels.html", context)


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a channel; `parent` in the address says below which one."""
    form = ChannelForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        try:
            channels.add(by=actor(request), **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    return _page(request, form, None)


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename or move a channel."""
    channel = get_object_or_404(Channel.objects.select_related("parent"), pk=pk)
    initial = {"name": channel.name, "parent": channel.parent}
    form = ChannelForm(request.POST or None, initial=initial, channel=channel)
    if request.method == "POST" and form.is_valid():
        try:
            channels.change(by=actor(request), channel=channel, **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    return _page(request, form, channel)


@requires("catalog", "manage")
@require_POST
def raising(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a channel up by one place among its siblings."""
    channel = get_object_or_404(Channel, pk=pk)
    siblings = list(Channel.objects.filter(parent=channel.parent_id).order_by("position", "id"))
    place = siblings.index(channel)
    after = siblings[place - 2] if place >= 2 else None
    channels.place(by=actor(request), channel=channel, after=after)
    return htmx.redirect_to(request, reverse("catalog:channels"))


@requires("catalog", "manage")
@require_POST
def retirement(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a channel and those below it out of use."""
    return _then_tree(request, pk, channels.retire)


@requires("catalog", "manage")
@require_POST
def comeback(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a channel into use again."""
    return _then_tree(request, pk, channels.bring_back)


def _then_tree(request: StaffRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
    act(by=actor(request), channel=get_object_or_404(Channel, pk=pk))
    return _saved(request)


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("catalog:channels"))


def _page(request: StaffRequest, form: ChannelForm, channel: Channel | None) -> HttpResponse:
    context = {"form": form, "channel": channel}
    return render(request, "catalog/channel.html", context, status=422 if form.errors else 200)
