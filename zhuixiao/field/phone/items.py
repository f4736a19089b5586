"""The shape of an item as a phone sends it; what is in it is not to be trusted."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from zhuixiao.kit import geo
from zhuixiao.kit.errors import RuleError

from .captures import Capture, capture

# Whatever claims to be older was made by a clock that is set wrong.
OLDEST = timedelta(days=366)
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_MOST_VALUES = 200_000
# So many come in one request: more would keep other senders waiting.
MOST = 20

_Moment = Annotated[AwareDatetime, Field(gt=_EARLIEST, lt=_LATEST)]
_Degrees = Annotated[float, Field(allow_inf_nan=False)]

_Several = TypeAdapter(Annotated[list[dict[str, str]], Field(max_length=MOST)])


class Item(BaseModel):
    """One thing that was done on a phone: its kind, its number, its moment, its values."""

    kind: str = Field(min_length=1, max_length=40)
    client_id: UUID
    claimed_at: _Moment
    sent_at: _Moment
    latitude: _Degrees | None = None
    longitude: _Degrees | None = None
    accuracy: float | None = None
    is_mock: bool = False
    values: dict[str, Any] = {}

    def capture(self, received_at: datetime) -> Capture:
        """When and where it was done, by the server's clock."""
        place = None
        if self.latitude is not None and self.longitude is not None:
            place = geo.position(self.latitude, self.longitude)
        found = capture(
            client_id=self.client_id,
            claimed_at=self.claimed_at,
            sent_at=self.sent_at,
            received_at=received_at,
            place=place,
            accuracy=self.accuracy,
            is_mock=self.is_mock,
        )
        if found.at < received_at - OLDEST:
            raise RuleError(_("This entry is more than a year old."), code="too_old")
        return found


def item(data: Mapping[str, str]) -> Item:
    """The item of a request's form fields; empty ones count as not sent.

    Raises RuleError (code "malformed") for anything that is none: it cannot be mended on the phone.
    """
    given: dict[str, Any] = {name: value for name, value in data.items() if value != ""}
    try:
        given["values"] = _values(given.get("values", "{}"))
        return Item.model_validate(given)
    except (ValidationError, ValueError, RecursionError) as error:
        raise RuleError(
            _("The entry is damaged and cannot be taken in."), code="malformed"
        ) from error


def several(body: bytes) -> list[dict[str, str]]:
    """The fields of each item of a JSON list; none is looked into. Raises RuleError (code
    "malformed") for what is no such list, or too long."""
    try:
        return _Several.validate_json(body)
    except ValidationError as error:
        raise RuleError(
            _("These entries cannot be taken in together."), code="malformed"
        ) from error


def _values(text: str) -> Mapping[str, Any]:
    """A JSON object; ValueError for what no database takes: NaN, 1e400, half characters, NUL."""
    if len(text) > _MOST_VALUES:
        raise ValueError("too long")
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("no object")
    again = json.dumps(values, ensure_ascii=False, allow_nan=False)
    again.encode()
    if "\\u0000" in again:
        raise ValueError("NUL")
    return values
