"""What the code on the page sets up in each app, by the names that the app itself reads."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.field.tracks.conftest import PhoneOf
from tests.world import World
from zhuixiao.field.choices.tracks import TrackerKind
from zhuixiao.field.tracks.setup import Setup, setup

pytestmark = pytest.mark.django_db


def made(world: World, phone_of: PhoneOf, kind: TrackerKind) -> tuple[Setup, str]:
    """The set-up of a new device, and its number."""
    phone = phone_of(world.zheng, kind)
    return setup(phone.tracker, phone.secret), str(phone.tracker.pk)


def told(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_traccar_takes_over_everything_from_the_code(world: World, phone_of: PhoneOf) -> None:
    found, device = made(world, phone_of, TrackerKind.TRACCAR)
    assert found.link == "", "newer versions open no link of their own"
    # The app keeps the address without its parameters.
    assert found.scanned.partition("?")[0] == found.address
    assert found.address.startswith("http")
    assert told(found.scanned) == {
        "id": device,
        "accuracy": "high",
        "distance": "75",
        "interval": "60",
        "buffer": "true",
    }


def test_overland_takes_over_address_and_device(world: World, phone_of: PhoneOf) -> None:
    found, device = made(world, phone_of, TrackerKind.OVERLAND)
    assert found.scanned == found.link
    assert found.link.startswith("overland://setup?")
    assert told(found.link) == {"url": found.address, "device_id": device}


def test_owntracks_takes_over_a_configuration(world: World, phone_of: PhoneOf) -> None:
    found, device = made(world, phone_of, TrackerKind.OWNTRACKS)
    assert found.link.startswith("owntracks:///config?inline=")
    config = json.loads(base64.b64decode(told(found.link)["inline"]))
    assert config["_type"] == "configuration"
    assert (config["mode"], config["url"], config["deviceId"]) == (3, found.address, device)


def test_gpslogger_gets_the_address_with_its_marks(world: World, phone_of: PhoneOf) -> None:
    found, _device = made(world, phone_of, TrackerKind.GPSLOGGER)
    assert found.scanned == found.address
    assert "lat=%LAT&lon=%LON" in found.address
