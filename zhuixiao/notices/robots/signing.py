"""The signatures of robots whose group asks for one."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from ..choices import Chat


def signed(
    chat: Chat, secret: str, *, address: str, body: dict[str, Any], now: datetime
) -> tuple[str, dict[str, Any]]:
    """Address and body with the signature: DingTalk wants it in the address (milliseconds, the
    secret is the key), Feishu in the body (seconds, the secret is a part of the key), WeCom has
    none."""
    if not secret or chat == Chat.WECOM:
        return address, body
    if chat == Chat.DINGTALK:
        stamp = str(round(now.timestamp() * 1000))
        sign = _digest(key=secret, text=f"{stamp}\n{secret}")
        return f"{address}&timestamp={stamp}&sign={quote_plus(sign)}", body
    stamp = str(int(now.timestamp()))
    sign = _digest(key=f"{stamp}\n{secret}", text="")
    return address, {"timestamp": stamp, "sign": sign, **body}


def _digest(*, key: str, text: str) -> str:
    made = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(made).decode()
