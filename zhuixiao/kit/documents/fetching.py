"""What WeasyPrint may load: nothing but pictures that stand in the document itself.

Whoever gets a tag or a style into a document could else read files of the server or make it call
addresses inside the network.
"""

from typing import Any

from weasyprint.urls import URLFetcher

_PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,")


class Refused(ValueError):
    """An address that a document may not name; WeasyPrint logs it and leaves the place empty."""


class Guard(URLFetcher):  # type: ignore[misc]
    """Opens `data:` pictures and refuses every other address; no SVG, it could name more."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The picture. Raises Refused."""
        if not url.startswith(_PICTURES):
            raise Refused(f"A document may not load {url[:80]}")
        return super().fetch(url, headers)
