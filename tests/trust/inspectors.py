"""What holds for every answer, whoever asked for what; each says what is wrong, or nothing."""

import re
from collections.abc import Sequence

from django.http import HttpResponse

from tests.trust.matrix import Cell
from tests.trust.roads import Road

# A report that is opened is marked as read; apps send positions as they can, and whoever looks at a
# track leaves a trace for its person; the others keep something in the session.
_WRITING_READS = {
    "reports:read",
    "field:gps",
    "field:tracks-map",
    "field:tracks-list",
    "field:tracks-live",
    "field:tracks-heat",
    "field:visits-map",
    "field:track-gpx",
    "api:GET /tracks/{pk}/{day}",
    "second-factor",
    "accounts:invitation",
    "accounts:accept",
}
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d{9}(?!\d)")
_COLLEAGUE = re.compile(r"1380000000\d")
# Somebody else's work, by the words that scene.py puts into it.
_MARKS = ("{} 酒店", "note of {}", "call by {}", "said to {}", "comment of {}", "held {}.txt")


def reading_writes_nothing(cell: Cell, answer: HttpResponse, written: Sequence[str]) -> str:
    """A GET changes nothing in the database."""
    if cell.method != "GET" or not written or cell.road.name in _WRITING_READS:
        return ""
    return f"a reading request wrote: {written[0][:80]}"


def a_masked_role_sees_no_phone(cell: Cell, answer: HttpResponse, written: Sequence[str]) -> str:
    """Who gets phones masked finds none of a customer anywhere."""
    if cell.reader is None or not cell.oracle.is_masked(cell.reader):
        return ""
    numbers = [one for one in _MOBILE.findall(text_of(answer)) if not _COLLEAGUE.fullmatch(one)]
    return f"shows the phone {numbers[0]}" if numbers else ""


def a_stranger_sees_no_record(cell: Cell, answer: HttpResponse, written: Sequence[str]) -> str:
    """No list, search or page holds the words of a customer that the reader may not see."""
    if cell.reader is None or answer.status_code >= 400:
        return ""
    body = text_of(answer)
    for copy in ("zheng", "su", "li"):
        marks = [mark.format(copy) for mark in _MARKS]
        shown = [mark for mark in marks if mark in body]
        if shown and not cell.oracle.allowed(cell.reader, _CUSTOMER, copy):
            if cell.oracle.allowed(cell.reader, _ACTIVITY, copy):
                continue
            return f"shows '{shown[0]}'"
    return ""


def a_dealer_knows_nobody(cell: Cell, answer: HttpResponse, written: Sequence[str]) -> str:
    """No list, choice or page tells a dealer's person who works for the company."""
    if cell.reader is None or not cell.oracle.works_for_a_dealer(cell.reader):
        return ""
    body = text_of(answer)
    names = [one.name for one in cell.oracle.scene.world.everyone if one.name in body]
    return f"names the colleague {names[0]}" if names else ""


def safe_headers(cell: Cell, answer: HttpResponse, written: Sequence[str]) -> str:
    """Nothing inline runs, nothing is guessed, framed or kept by a cache."""
    policy = answer.headers.get("Content-Security-Policy", "")
    wanted = {
        "policy": "default-src 'none'" in policy and "unsafe" not in policy,
        "frame": "frame-ancestors 'none'" in policy or "sandbox" in policy,
        "nosniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "cache": "no-store" in answer.headers.get("Cache-Control", ""),
        "referrer": answer.headers.get("Referrer-Policy") == "same-origin",
    }
    missing = [name for name, is_there in wanted.items() if not is_there]
    return f"headers miss {', '.join(missing)}" if missing else ""


ALL = (
    reading_writes_nothing,
    a_masked_role_sees_no_phone,
    a_stranger_sees_no_record,
    a_dealer_knows_nobody,
    safe_headers,
)

_CUSTOMER = Road("", "", ("customers", "view"), ("GET",), {"pk": "customer"})
_ACTIVITY = Road("", "", ("activities", "view"), ("GET",), {"pk": "activity"})


def text_of(answer: HttpResponse) -> str:
    """The body as text, with JSON's escapes undone; nothing for pictures and archives."""
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith("text/") and "json" not in kind:
        return ""
    body = b"".join(answer) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
