"""What the address of a robot says: which chat program, and its token.

Only the token is kept; the rest of the address is that of the chat program (settings.ROBOT_URLS).
So no address that a person types is ever asked, and none inside this network can be.
"""

import re
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from ..choices import Chat

# Of WeCom and DingTalk the token is a parameter, of Feishu the end of the path.
_PARAMETERS = {Chat.WECOM: "key", Chat.DINGTALK: "access_token"}
_TOKEN = re.compile(r"[0-9A-Za-z-]{8,200}")


def read(address: str) -> tuple[Chat, str]:
    """Chat program and token of an address as the chat program gives it. Raises RuleError."""
    try:
        asked = urlsplit(address.strip())
    except ValueError as error:
        raise _unknown() from error
    for key, root in settings.ROBOT_URLS.items():
        known, chat = urlsplit(root), Chat(key)
        if (asked.scheme, asked.netloc) != (known.scheme, known.netloc):
            continue
        if name := _PARAMETERS.get(chat):
            token = parse_qs(asked.query).get(name, [""])[0] if asked.path == known.path else ""
        else:
            token = asked.path.removeprefix(known.path + "/")
        if _TOKEN.fullmatch(token):
            return chat, token
    raise _unknown()


def address_of(chat: Chat, token: str) -> str:
    """Where messages of the robot go."""
    root = settings.ROBOT_URLS[chat.value]
    name = _PARAMETERS.get(chat)
    return f"{root}?{name}={token}" if name else f"{root}/{token}"


def _unknown() -> RuleError:
    text = _(
        "Copy the whole webhook address of a group robot of WeCom, DingTalk or Feishu, for "
        "example %(example)s"
    )
    return RuleError(text % {"example": address_of(Chat.WECOM, "…")}, field="address")
