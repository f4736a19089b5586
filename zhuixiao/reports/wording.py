"""Sentences in better words by a language model, where the company set one up.

Any server that speaks OpenAI's chat completions does, also one in the own house
(ZHUIXIAO_WRITER_URL, `.../v1`). It is sent the drafted sentences and nothing else, without phones
and mail addresses; what it says is offered line by line, never taken over by itself.
"""

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.handles import without_reach
from zhuixiao.kit.text.normal import clean

_SECONDS, _MOST_BYTES = 20, 200_000
_LINES, _LENGTH = 20, 300
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[-*•])\s*")
_TASK = (
    "You edit the report of a salesperson. Rewrite the facts as at most eight short sentences, "
    "one a line, in {language}. Keep every name and number, add nothing that is not there, leave "
    "out greetings, headings and marks."
)
_LANGUAGES = {"zh-hans": "simplified Chinese", "en": "English"}


def is_available() -> bool:
    """Whether the company set a writing service up."""
    return bool(settings.WRITER_URL and settings.WRITER_MODEL)


def reworded(lines: Sequence[str], *, language: str) -> list[str]:
    """The sentences as the service puts them. Raises RuleError when it is not there."""
    if not is_available():
        raise RuleError(_("No writing service is set up on this server."))
    if not lines:
        return []
    asked = {
        "model": settings.WRITER_MODEL,
        "temperature": 0.2,
        "messages": [
            {
                "role": "system",
                "content": _TASK.format(language=_LANGUAGES.get(language, "the same language")),
            },
            {"role": "user", "content": "\n".join(map(without_reach, lines))},
        ],
    }
    try:
        text = _ask(asked)["choices"][0]["message"]["content"]
        found = [_NUMBER.sub("", clean(line))[:_LENGTH] for line in str(text).splitlines()]
    except (URLError, OSError, ValueError, LookupError, TypeError) as error:
        told = _("The writing service does not answer. Your draft is as it was.")
        raise RuleError(told) from error
    return [line for line in found if line][:_LINES]


def _ask(asked: dict[str, Any]) -> Any:
    request = Request(  # noqa: S310  (the address is a setting)
        f"{settings.WRITER_URL.rstrip('/')}/chat/completions",
        data=json.dumps(asked, ensure_ascii=False).encode(),
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {settings.WRITER_KEY}",
        },
    )
    with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
        return json.loads(answer.read(_MOST_BYTES))
