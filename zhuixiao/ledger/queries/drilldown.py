"""The address behind a figure, made from the arguments of its query and read back strictly."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period

from .. import catalogue
from ..catalogue import Dimension, Metric, Ratio
from .conditions import Where

_IDS = re.compile(r"(0|[1-9]\d{0,17})(,(0|[1-9]\d{0,17})){0,999}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FILTERS = {dimension.value: dimension for dimension in Dimension if not dimension.is_time}


@dataclass(frozen=True)
class Drill:
    """What an address asks for: the arguments of `query` and `entries`."""

    metric: Metric | Ratio
    period: Period | None = None
    where: Where = field(default_factory=dict)
    after: str = ""


def drill_link(metric: str, *, period: Period | None = None, where: Where | None = None) -> str:
    """Where the entries of a figure are listed; takes the same arguments as its query."""
    # Hundreds stand on a page: only the key can hold what an address has to escape.
    address = _of_metric(metric)
    if period is not None:
        address += f"&from={period.start.isoformat()}&to={period.end.isoformat()}"
    for dimension, ids in (where or {}).items():
        address += f"&{dimension.value}={','.join(map(str, sorted(ids)))}"
    return address


def drill_links(
    metric: str, *, period: Period | None = None, by: Dimension
) -> Callable[[int], str]:
    """The same for one id of a dimension after the other: for pages with thousands."""
    start = f"{drill_link(metric, period=period)}&{by.value}="
    return lambda pk: f"{start}{pk}"


@cache
def _of_metric(key: str) -> str:
    return f"{reverse('ledger:entries')}?metric={quote(key)}"


def parse_drill(values: Mapping[str, str]) -> Drill:
    """The arguments in the parameters of an address; RuleError for anything that is not one."""
    unknown = set(values) - {"metric", "from", "to", "after", *_FILTERS}
    if unknown:
        raise _nonsense(min(unknown))
    try:
        metric = catalogue.find(values.get("metric", ""))
    except KeyError as error:
        raise _nonsense("metric") from error
    where = {_FILTERS[name]: _ids(name, text) for name, text in values.items() if name in _FILTERS}
    for dimension in where:
        if not all(part.keeps(dimension) for part in catalogue.parts(metric)):
            raise _nonsense(dimension)
    return Drill(metric, _period(values), where, values.get("after", ""))


def _ids(name: str, text: str) -> list[int]:
    if not _IDS.fullmatch(text):
        raise _nonsense(name)
    return [int(part) for part in text.split(",")]


def _period(values: Mapping[str, str]) -> Period | None:
    if "from" not in values and "to" not in values:
        return None
    try:
        return Period(_day(values, "from"), _day(values, "to"))
    except ValueError as error:
        raise _nonsense("to") from error


def _day(values: Mapping[str, str], name: str) -> date:
    text = values.get(name, "")
    if not _DAY.fullmatch(text):
        raise _nonsense(name)
    return date.fromisoformat(text)


def _nonsense(field: str) -> RuleError:
    return RuleError(
        _("This address is not complete or was changed. Open the number again."), field=field
    )
