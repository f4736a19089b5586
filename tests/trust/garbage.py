"""Values that nobody should send, as they stand in an urlencoded body or address."""

from urllib.parse import quote

LONG = "字" * 2_000

# Already percent-encoded: some are no text at all. The large ones stay raw: under hundreds of names
# their escapes take longer to decode than the pages to answer, and fill a body past its limit.
VALUES: dict[str, str] = {
    "empty": "",
    "word": "garbage",
    "beyond int64": "9" * 19,
    "thousands of digits": "9" * 5_000,
    "superscript": quote("²"),
    "other digits": quote("٣"),
    "float": "1e400",
    "surrogate": "%ED%A0%80",
    "nul": "%00",
    "long": LONG,
    "sql": quote("' OR 1=1; DROP TABLE customers_customer; --"),
    "orm": quote("owner__password__startswith"),
    "json list": quote('[1, {"a": [null]}]'),
    "json filter": quote('{"all": [{"field": "name", "is": "in", "value": {"x": 1}}]}'),
    "deep json": "[" * 3_000,
    "deep filter": '{"all":[' * 300 + '{"field":"name","is":"empty"}' + "]}" * 300,
    "far date": "9999-12-31",
    "year zero": "0000-00-00",
    "percent": "%25s%25(a)s",
    "foreign site": quote("//evil.example/x"),
    "script address": quote("javascript:alert(1)"),
}


def in_address(value: str) -> str:
    """The value as an address carries it: no server takes one of a megabyte."""
    return VALUES[value].replace(LONG, LONG[:200])


# The names that a parser of field[...] or field.x might trip over.
ODD_NAMES = ("", "__class__", "csrfmiddlewaretoken", "request_id2", "_connector", "a[]")
