"""Messages in the form that each chat program wants.

Formats: WeCom "群机器人配置说明" (markdown, 4096 bytes), DingTalk "自定义机器人接入" (markdown,
20000 bytes), Feishu "自定义机器人使用指南" (card with lark_md, 20 KB of body).
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ..choices import Chat
from ..message import Message

# Bytes of text; below what the programs take, since a body holds more than the text.
MOST_BYTES = {Chat.WECOM: 4_000, Chat.DINGTALK: 16_000, Chat.FEISHU: 16_000}
# Signs that a chat program takes for marks, links and calls of people, in their wide twins.
_PLAIN = str.maketrans(
    {"<": "＜", ">": "＞", "[": "［", "]": "］", "*": "＊", "`": "｀", "@": "＠", "#": "＃",
     "~": "～", "|": "｜", "\r": " ", "\n": " "}
)  # fmt: skip


def payload(chat: Chat, message: Message) -> dict[str, Any]:
    """The JSON that the robot is sent, without a signature."""
    body = _body(message, MOST_BYTES[chat], apart="\n\n" if chat == Chat.DINGTALK else "\n")
    title = plain(message.title)
    match chat:
        case Chat.WECOM:
            return {"msgtype": "markdown", "markdown": {"content": f"**{title}**\n{body}"}}
        case Chat.DINGTALK:
            text = f"### {title}\n\n{body}"
            return {"msgtype": "markdown", "markdown": {"title": title, "text": text}}
        case Chat.FEISHU:
            return {
                "msg_type": "interactive",
                "card": {
                    "config": {"wide_screen_mode": True},
                    "header": {
                        "template": "blue",
                        "title": {"tag": "plain_text", "content": title},
                    },
                    "elements": [{"tag": "div", "text": {"tag": "lark_md", "content": body}}],
                },
            }


def plain(text: str) -> str:
    """Words of people: nothing in them marks, links or calls anybody."""
    return text.translate(_PLAIN)


def _body(message: Message, most: int, *, apart: str) -> str:
    """As many whole lines as fit, and the way to the rest."""
    # The product's name stands in each message: DingTalk and Feishu may ask for a keyword.
    foot = f"[{_('Open in Zhuixiao')}]({message.url})"
    left = most - len((message.title + foot + _cut() + apart * 4).encode())
    kept: list[str] = []
    for line in _lines(message):
        left -= len((line + apart).encode())
        if left < 0:
            kept.append(_cut())
            break
        kept.append(line)
    return apart.join([*kept, foot])


def _cut() -> str:
    return _("… the rest stands there:")


def _lines(message: Message) -> Iterator[str]:
    for part in message.parts:
        yield f"**{plain(part.heading)}**"
        for line in part.lines:
            yield f"> {plain(line)}"
