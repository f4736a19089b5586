"""A background for the map: none by default, so that no customer's place leaves the house."""

from urllib.parse import urlsplit

from . import env


def _tiles() -> str:
    """`https://tiles.example/{z}/{x}/{y}.png`, coordinates in WGS-84; `{s}` for subdomains a-c."""
    url = env.text("ZHUIXIAO_MAP_TILES")
    if url and (
        urlsplit(url).scheme not in {"http", "https"}
        or any(part not in url for part in ("{z}", "{x}", "{y}"))
        or set("; ,'\"") & set(url)
    ):
        raise env.SettingError("ZHUIXIAO_MAP_TILES", "is a web address with {z}, {x} and {y}")
    return url


def _source(url: str) -> str:
    """The host for the content policy; subdomains as a wildcard."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}" if url else ""


MAP_TILES = _tiles()
MAP_ATTRIBUTION = env.text("ZHUIXIAO_MAP_ATTRIBUTION")
MAP_IMAGE_SOURCE = _source(MAP_TILES)
