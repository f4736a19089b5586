"""How an app on the phone is told where to send positions: an address, or what it can scan."""

import base64
import json
from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ..choices.tracks import TrackerKind
from ..models import Tracker

# What GPSLogger fills in by itself; the names are those that gps/osmand.py reads.
_GPSLOGGER = "lat=%LAT&lon=%LON&ts=%TIMESTAMP&acc=%ACC&spd=%SPD&dir=%DIR&alt=%ALT&batt=%BATT"
# The app keeps its own HTTP mode under this number.
_OWNTRACKS_HTTP = 3
# What Traccar Client takes over when its own scanner reads a web address: the names are those of
# its preferences. It had a link of its own (org.traccar.client://config) for a while, which newer
# versions no longer open because it changed settings without asking. It goes by the distance, the
# app's own; the interval holds once somebody sets that to 0.
# https://www.traccar.org/client-configuration/
_TRACCAR = {"accuracy": "high", "distance": "75", "interval": "60", "buffer": "true"}


@dataclass(frozen=True)
class Setup:
    """`address` is typed or pasted, `link` opens the app on the phone ("" where it knows none).
    The picture `qr` holds the text `scanned`: the link, else the address with what the app's own
    scanner takes over. `steps` are what to do in the app."""

    address: str
    link: str
    scanned: str
    qr: str
    steps: list[str]


def setup(tracker: Tracker, secret: str) -> Setup:
    """For the only moment at which the secret is known."""
    address = settings.BASE_URL + reverse("field:gps", args=[secret])
    kind = TrackerKind(tracker.kind)
    if kind == TrackerKind.GPSLOGGER:
        address = f"{address}?{_GPSLOGGER}"
    link = _link(kind, address, tracker)
    scanned = link or _scanned(kind, address, tracker)
    qr = segno.make(scanned, error="l").svg_data_uri(scale=4, border=2, light="#fff")
    return Setup(address, link, scanned, qr, _steps(kind))


def _link(kind: TrackerKind, address: str, tracker: Tracker) -> str:
    device = str(tracker.pk)
    match kind:
        case TrackerKind.OVERLAND:
            # https://github.com/aaronpk/Overland-iOS#configuration-by-custom-url
            return f"overland://setup?{urlencode({'url': address, 'device_id': device})}"
        case TrackerKind.OWNTRACKS:
            # https://owntracks.org/booklet/features/remoteconfig/
            config = {
                "_type": "configuration",
                "mode": _OWNTRACKS_HTTP,
                "url": address,
                "deviceId": device,
                "tid": device[-2:].rjust(2, "0"),
            }
            text = base64.b64encode(json.dumps(config).encode()).decode()
            return f"owntracks:///config?{urlencode({'inline': text})}"
        case _:
            return ""


def _scanned(kind: TrackerKind, address: str, tracker: Tracker) -> str:
    if kind != TrackerKind.TRACCAR:
        return address
    return f"{address}?{urlencode({'id': str(tracker.pk), **_TRACCAR})}"


def _steps(kind: TrackerKind) -> list[str]:
    match kind:
        case TrackerKind.TRACCAR:
            return [
                _("Install Traccar Client, open its settings and tap the sign of the QR code."),
                _("Scan the code: the app takes over address, accuracy and distance by itself."),
                _(
                    "Without a camera, put the address below into “Server URL”; the device "
                    "identifier may stay."
                ),
                _("Then switch the service on."),
            ]
        case TrackerKind.OVERLAND:
            return [
                _("Install Overland, then scan the code with the camera of the phone."),
                _("Confirm that Overland takes over the settings, and switch tracking on."),
            ]
        case TrackerKind.OWNTRACKS:
            return [
                _("Install OwnTracks, then scan the code with the camera of the phone."),
                _("Confirm the import; the mode is HTTP, and encryption stays off."),
            ]
        case _:
            return [
                _("Install GPSLogger and choose “Log to custom URL”."),
                _("Put the address below into “URL”, with the method GET, and start logging."),
            ]
