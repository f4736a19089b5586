"""The door of location apps: a personal secret address, no session.

Each app gets the answer of its own protocol. What can be read is answered as delivered, also where
nothing of it is kept: an app that is told no sends the same for ever.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.guards import client_ip, public
from zhuixiao.accounts.models import Company

from ..actions import fixes
from ..choices.tracks import FixSource, TrackerKind
from ..models import Tracker
from ..queries import trackers
from ..tracks.gps import reading
from ..tracks.gps.points import Message, Unreadable

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_JSON = b"{["
_SILENT = {
    TrackerKind.OWNTRACKS: FixSource.OWNTRACKS,
    TrackerKind.OVERLAND: FixSource.OVERLAND,
    TrackerKind.TRACCAR: FixSource.TRACCAR,
}


@csrf_exempt
@public
def receive(request: HttpRequest, token: str) -> HttpResponse:
    """Take positions of the device that this secret belongs to.

    404 for an unknown secret, 400 for what no known app sends.
    """
    if request.method not in {"GET", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    tracker = trackers.of_token(token)
    if tracker is None:
        return HttpResponse(status=404)
    now = timezone.now()
    try:
        message = _message(request, tracker, now)
    except Unreadable:
        return HttpResponse(status=400)
    company: Company = request.company  # type: ignore[attr-defined]
    by = _actor(request, tracker, company, now)
    fixes.receive(by=by, tracker=tracker, message=message, company=company)
    return _answer(message)


def _message(request: HttpRequest, tracker: Tracker, now: datetime) -> Message:
    if request.method == "GET":
        return reading.read_values(request.GET.dict(), now)
    if request.content_type == "multipart/form-data":
        return reading.read_values({**request.GET.dict(), **request.POST.dict()}, now)
    body = request.body.strip()
    if body[:1] and body[:1] in _JSON:
        return reading.read_json(body)
    if not body and not request.GET:
        return reading.read_nothing(_SILENT.get(TrackerKind(tracker.kind), FixSource.OSMAND))
    if request.content_type in _FORMS or not body:
        return reading.read_values({**request.GET.dict(), **request.POST.dict()}, now)
    return reading.read_values({**request.GET.dict(), **_typed(body)}, now)


def _typed(body: bytes) -> dict[str, str]:
    """The parameters of a body that the person composed in the app, whatever its type says."""
    if b"=" not in body:
        raise Unreadable("neither JSON nor parameters")
    try:
        return QueryDict(body.decode()).dict()
    except UnicodeDecodeError as error:
        raise Unreadable("no text") from error


def _actor(request: HttpRequest, tracker: Tracker, company: Company, now: datetime) -> Actor:
    return Actor(tracker.employee, now, company.zone, Via.API, client_ip(request))


def _answer(message: Message) -> HttpResponse:
    if message.source == FixSource.OWNTRACKS:
        return JsonResponse([], safe=False)
    if message.source == FixSource.OVERLAND:
        return JsonResponse({"result": "ok"})
    return HttpResponse(status=200)
