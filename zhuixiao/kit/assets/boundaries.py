"""Province boundaries as plain GeoJSON; the package holds them packed."""

from typing import Any

# Three decimals are about 100 m: enough for a map of a country, and a third of the size.
DECIMALS = 3


def provinces(packed: dict[str, Any]) -> dict[str, Any]:
    """GeoJSON of the provinces with name and adcode only; all other attributes are dropped."""
    unpacked = packed.get("UTF8Encoding", False)
    return {
        "type": "FeatureCollection",
        "features": [_feature(feature, unpacked) for feature in packed["features"]],
    }


def _feature(feature: dict[str, Any], is_packed: bool) -> dict[str, Any]:  # noqa: FBT001
    geometry = feature["geometry"]
    shapes = geometry["coordinates"]
    offsets = geometry.get("encodeOffsets", [])
    if geometry["type"] == "Polygon":
        shapes, offsets = [shapes], [offsets]
    if is_packed:
        shapes = [
            [_ring(ring, start) for ring, start in zip(rings, starts, strict=True)]
            for rings, starts in zip(shapes, offsets, strict=True)
        ]
    return {
        "type": "Feature",
        "properties": {
            "name": feature["properties"]["name"],
            "adcode": str(feature.get("id") or feature["properties"]["id"]),
        },
        "geometry": {"type": "MultiPolygon", "coordinates": [rings for rings in shapes if rings]},
    }


def _ring(text: str, start: list[int]) -> list[list[float]]:
    """One ring: pairs of zig-zag differences, one character each, in 1/1024 degree."""
    x, y = start
    points = []
    for east, north in zip(text[::2], text[1::2], strict=True):
        x += _difference(east)
        y += _difference(north)
        points.append([round(x / 1024, DECIMALS), round(y / 1024, DECIMALS)])
    return points


def _difference(character: str) -> int:
    value = ord(character) - 64
    return (value >> 1) ^ -(value & 1)
