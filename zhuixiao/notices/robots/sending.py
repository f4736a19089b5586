"""Handing a message to a robot, and understanding its answer."""

import json
from datetime import datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from ..choices import Chat
from ..message import Message
from ..models import Robot
from .addresses import address_of
from .payloads import payload
from .signing import signed

_SECONDS = 10
_MOST_BYTES = 64_000
# Busy, or too many messages in a minute; sent again later they are taken.
_LATER = {-1, 45009, 130101, 410100, 11232}


class NotNow(Exception):
    """The chat program does not answer, or takes no more messages at the moment."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Whoever answers with another address gets nothing there."""


def send(robot: Robot, message: Message, *, now: datetime) -> None:
    """Raises RuleError with what to do when the robot refuses it, NotNow to try again later."""
    chat = Chat(robot.chat)
    address, body = signed(
        chat,
        robot.secret,
        address=address_of(chat, robot.token),
        body=payload(chat, message),
        now=now,
    )
    answer = _ask(address, json.dumps(body, ensure_ascii=False).encode())
    # Feishu says `code`, or `StatusCode` as it did before; the others `errcode`.
    code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
    if code == 0:
        return
    if code in _LATER:
        raise NotNow(str(code))
    said = str(answer.get("errmsg") or answer.get("msg") or "")[:120]
    raise _refused(f"{code} {said}".strip())


def _refused(said: str) -> RuleError:
    text = _(
        "The chat program refused the message: %(said)s. Check the robot's address, its secret, "
        "and that its keyword, if it has one, is Zhuixiao."
    )
    return RuleError(text % {"said": said})


def _ask(address: str, body: bytes) -> dict[str, Any]:
    request = Request(  # noqa: S310  (the address is built of a setting)
        address, data=body, headers={"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with build_opener(_NoRedirect).open(request, timeout=_SECONDS) as answer:
            found = json.loads(answer.read(_MOST_BYTES))
    except HTTPError as error:
        if error.code >= 500 or error.code == 429:
            raise NotNow(str(error.code)) from error
        raise _refused(f"HTTP {error.code}") from error
    except (URLError, OSError, ValueError) as error:
        raise NotNow(str(error)) from error
    return found if isinstance(found, dict) else {}
