"""The payload files of the data pack, which nobody here wrote."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from tests.shared import DATA, needs_shared
from tests.world import NOW
from zhuixiao.field.tracks.gps import reading
from zhuixiao.field.tracks.gps.points import Point

pytestmark = [pytest.mark.shared, needs_shared]
FOLDER = DATA / "gps_payloads"
TRACCAR = FOLDER / "traccar"


def points(name: str) -> list[list[Point]]:
    """What each line of a file of JSON becomes."""
    lines = (TRACCAR / name).read_bytes().splitlines()
    return [reading.read_json(line).points for line in lines if line.strip()]


def test_the_messages_of_owntracks_are_those_expected() -> None:
    expected = json.loads((FOLDER / "expected.json").read_text("utf-8"))
    told = expected["traccar/OwnTracksProtocolDecoderTest.jsonl"]
    found = [row for rows in points("OwnTracksProtocolDecoderTest.jsonl") for row in rows]
    assert len(found) == told["valid_locations"]
    for row, (lat, lng, at) in zip((found[0], found[-1]), told["first_last"], strict=True):
        assert (row.latitude, row.longitude) == pytest.approx((lat, lng), abs=1e-6)
        assert row.at == datetime.fromtimestamp(at, UTC)


def test_the_json_of_traccar_is_read_as_its_decoder_reads_it() -> None:
    first, second, third, fourth = points("OsmAndProtocolDecoderTest.jsonl")
    assert first == second
    assert (first[0].latitude, first[0].battery, first[0].course) == (37.4219983, 100, None)
    assert first[0].at == datetime(2025, 6, 15, 13, 45, 12, 862_000, UTC)
    assert third[0].is_mock
    assert (third[0].speed, third[0].battery) == (None, None)
    assert (fourth[0].speed, fourth[0].course, fourth[0].battery) == (18.67, 63, 79)


def test_the_queries_of_traccar_are_read_as_its_decoder_reads_them() -> None:
    lines = (TRACCAR / "OsmAndProtocolDecoderTest.queries.txt").read_text("utf-8").split()
    queries = [dict(parse_qsl(line.partition("?")[2])) for line in lines]
    found = [reading.read_values(query, NOW) for query in queries]
    # The first tells of cells only; the eighth and ninth have no time, so it is that of arrival.
    assert [len(one.points) for one in found] == [0, *[1] * 10]
    assert [one.unusable for one in found] == [0] * 11
    assert [one.points[0].at for one in found[7:9]] == [NOW, NOW]
    assert found[2].points[0].at == datetime(2016, 1, 27, 18, 55, 47, tzinfo=UTC)
    assert found[3].points[0].at == datetime(2015, 9, 12, 14, 38, 6, 579_000, UTC)
    assert found[4].points[0].at == datetime(2014, 6, 4, 9, 10, 11, tzinfo=UTC)
    assert found[9].points[0].longitude == 30
    assert found[10].points[0].speed == pytest.approx(40 * 1852 / 3600)


def test_the_example_of_overland_is_read() -> None:
    text = (FOLDER / "overland" / "README-upstream.md").read_text("utf-8")
    begin = text.index('{\n  "locations"')
    example = text[begin : text.index('"current": {')].rstrip().rstrip(",") + "}"
    (found,) = reading.read_json(example.encode()).points
    assert (found.latitude, found.longitude) == (37.3318, -122.030581)
    assert found.at == datetime(2015, 10, 1, 15, 0, tzinfo=UTC)
    assert (found.speed, found.accuracy, found.battery) == (4, 30, 80)
