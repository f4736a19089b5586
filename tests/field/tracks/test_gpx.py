"""GPX files: those of the data pack, and what is no such file."""

import json
from datetime import timedelta

import pytest

from tests.field.tracks.conftest import Phone, fixes_of, point
from tests.shared import DATA, needs_shared
from tests.world import World
from zhuixiao.field.tracks import gpx
from zhuixiao.kit.errors import RuleError

FOLDER = DATA / "gpx_gpxpy"
FILES = (
    json.loads((FOLDER / "expected.json").read_text("utf-8"))["files"] if FOLDER.is_dir() else {}
)


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_of_the_data_pack_has_the_length_expected(name: str) -> None:
    told = FILES[name]
    found = gpx.read((FOLDER / "test_files" / name).read_bytes())
    assert found.metres / 1000 == pytest.approx(told["km_2d_within_segments"], abs=1e-6)
    assert len(found.points) + found.without == told["track_points"]
    assert len(found.points) <= told["points_with_time"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"<html></html",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><gpx>&a;</gpx>',
        b"<gpx><trk><trkseg><trkpt lat='x' lon='1'/></trkseg></trk></gpx>",
    ],
)
def test_what_is_no_gpx_is_refused(content: bytes) -> None:
    with pytest.raises(RuleError):
        gpx.read(content)


def test_places_that_are_none_are_left_out() -> None:
    rows = "".join(
        f"<trkpt lat='{lat}' lon='{lon}'><time>2026-03-02T01:00:00Z</time></trkpt>"
        for lat, lon in ((23, 113), (91, 113), ("nan", 113), (23, 181))
    )
    found = gpx.read(f"<gpx version='1.1'><trk><trkseg>{rows}</trkseg></trk></gpx>".encode())
    assert (len(found.points), found.without) == (1, 3)


@pytest.mark.django_db
def test_what_is_written_is_read_again(world: World, phone: Phone) -> None:
    sent = [point(minute, north=minute * 30) for minute in range(-60, 0, 10)]
    phone.send(sent)
    text = gpx.write("郑斌", [fixes_of(world.zheng)])
    found = gpx.read(text.encode())
    assert [(row.latitude, row.longitude, row.at) for row in found.points] == [
        (row.latitude, row.longitude, row.at) for row in sent
    ]
    assert found.points[1].at - found.points[0].at == timedelta(minutes=10)


BOMB = '<!DOCTYPE gpx [<!ENTITY a "a">]><gpx version="1.1"><trk><name>&a;</name></trk></gpx>'


@pytest.mark.parametrize(
    "content",
    [
        ("<?xml version='1.0'?><!--" + "x" * 9_000 + "-->" + BOMB).encode(),
        BOMB.encode("utf-16"),
        BOMB.encode("utf-16-be"),
        BOMB.replace("<!DOCTYPE", "<!DOC xmlns='x'TYPE").encode(),
        BOMB.replace("<!DOCTYPE", "< xmlns='x'!DOCTYPE").encode(),
    ],
)
def test_a_file_that_declares_something_is_refused_wherever_it_does(content: bytes) -> None:
    with pytest.raises(RuleError):
        gpx.read(content)


def test_what_is_endless_is_left_out() -> None:
    def placed(minute: int, lat: str, height: str) -> str:
        time = f"<time>2026-03-02T01:0{minute}:00Z</time>"
        return f"<trkpt lat='{lat}' lon='113'><ele>{height}</ele>{time}</trkpt>"

    told = (("23", "NaN"), ("inf", "1"), ("-inf", "1"), ("23.001", "inf"))
    rows = "".join(placed(minute, *one) for minute, one in enumerate(told))
    text = f"<gpx version='1.1'><trk><trkseg>{rows}</trkseg></trk></gpx>"
    found = gpx.read(text.encode("utf-16"))
    assert [(row.latitude, row.altitude) for row in found.points] == [
        (23, None),
        (23.001, None),
    ]
    assert found.without == 2
    assert found.metres == pytest.approx(111.2, abs=0.1)
