"""A message to people outside of the product, and how it reads as plain text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from zhuixiao.kit.text.handles import without_reach


@dataclass(frozen=True)
class Part:
    """A heading with lines of plain text below; `path` is the page that shows the same."""

    heading: str
    lines: Sequence[str] = field(default_factory=tuple)
    path: str = ""


@dataclass(frozen=True)
class Message:
    """What is told; `path` is the page that shows more."""

    title: str
    parts: Sequence[Part]
    path: str = ""

    @property
    def url(self) -> str:
        return link(self.path)

    def for_outside(self) -> "Message":
        """The same without phones and mail addresses, which people write into everything."""
        parts = [
            Part(without_reach(part.heading), [*map(without_reach, part.lines)], part.path)
            for part in self.parts
        ]
        return Message(without_reach(self.title), parts, self.path)

    def as_text(self) -> str:
        """For a mail."""
        blocks = ["\n".join((part.heading, *part.lines)) for part in self.parts]
        blocks.append(_("More in Zhuixiao: %(url)s") % {"url": self.url})
        return "\n\n".join(blocks)


def link(path: str) -> str:
    """The whole address of a page of this installation."""
    return f"{settings.BASE_URL}{path or '/'}"
