"""How an app on the phone is told where to send positions: an address, or what it can scan."""

import base64
import json
from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Tracker
from .tracks_choices import TrackerKind

# What GPSLogger fills in by itself; the names are those that gps/osmand.py reads.
_GPSLOGGER = "lat=%LAT&lon=%LON&ts=%TIMESTAMP&acc=%ACC&spd=%SPD&dir=%DIR&alt=%ALT&batt=%BATT"
# The app keeps its own HTTP mode under this number.
_OWNTRACKS_HTTP = 3


@dataclass(frozen=True)
class Setup:
    """`address` is typed or pasted, `link` opens the app on the phone ("" where it knows none), and
    `qr` holds the link, else the address. `steps` are what to do in the app."""

    address: str
    link: str
    qr: str
    steps: list[str]


def setup(tracker: Tracker, secret: str) -> Setup:
    """For the only moment at which the secret is known."""
    address = settings.BASE_URL + reverse("field:gps", args=[secret])
    kind = TrackerKind(tracker.kind)
    if kind == TrackerKind.GPSLOGGER:
        address = f"{address}?{_GPSLOGGER}"
    link = _link(kind, address, tracker)
    code = segno.make(link or address, error="l")
    qr = code.svg_data_uri(scale=4, border=2, light="#fff")
    return Setup(address, link, qr, _steps(kind))


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


def _steps(kind: TrackerKind) -> list[str]:
    match kind:
        case TrackerKind.TRACCAR:
            return [
                _("Install Traccar Client and open its settings."),
                _("Put the address below into “Server URL”; the device identifier may stay."),
                _("Choose an interval of 60 seconds, then switch the service on."),
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
