"""Small marks: icon, avatar, badge, dot."""

import re
from functools import lru_cache
from zlib import crc32

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# The names of the palette in css/tokens.css; pick lists store one of them.
COLOURS = ("grey", "blue", "teal", "green", "amber", "orange", "red", "pink", "purple")
AVATAR_COLOURS = COLOURS[1:]


@register.simple_tag
def icon(name: str, css: str = "", *, label: str = "") -> SafeString:
    """A Tabler icon by its name; decoration unless it has a label."""
    return _svg(staticfiles_storage.url("icons.svg"), name, css, label)


# A page has a hundred icons of twenty kinds. `typed`: a safe label is not escaped, a plain one is.
@lru_cache(maxsize=1000, typed=True)
def _svg(sprite: str, name: str, css: str, label: str) -> SafeString:
    shown = ("aria-label", label) if label else ("aria-hidden", "true")
    return format_html(
        '<svg class="icon {}" {}="{}" role="{}"><use href="{}#{}"></use></svg>',
        css,
        *shown,
        "img" if label else "presentation",
        sprite,
        name,
    )


@register.simple_tag
def avatar(person: object, size: str = "", *, named: bool = False) -> SafeString:
    """The initial of a person (anything that prints as a name) in a colour that stays theirs.

    `size` is "sm", "lg" or nothing; `named` writes the name beside it.
    """
    name = str(person).strip() or "?"
    mark = format_html(
        '<span class="avatar tone-{} {}" title="{}" aria-hidden="true">{}</span>',
        tone_of(name),
        f"avatar-{size}" if size else "",
        name,
        _initial(name),
    )
    label = '<span class="person">{}<span>{}</span></span>' if named else "{}{}"
    hidden = name if named else format_html('<span class="visually-hidden">{}</span>', name)
    return format_html(label, mark, hidden)


def tone_of(name: str) -> str:
    """The palette colour of a person; stays theirs."""
    return AVATAR_COLOURS[crc32(name.encode()) % len(AVATAR_COLOURS)]


def _initial(name: str) -> str:
    """Of a Chinese name the last character, which tells colleagues apart; else the first letter."""
    return name[-1] if "\u4e00" <= name[-1] <= "\u9fff" else name[0].upper()


@register.simple_tag
def badge(text: object, colour: str = "grey", *, name: str = "") -> SafeString:
    """A word on a tint of a palette colour."""
    return format_html(
        '<span class="badge tone-{}">{}{}</span>',
        colour if colour in COLOURS else "grey",
        icon(name) if name else "",
        text,
    )


@register.simple_tag
def dot(text: object, colour: str = "grey") -> SafeString:
    """A word with a coloured dot: a state in a table, never told by the colour alone."""
    return format_html(
        '<span class="dot tone-{}">{}</span>', colour if colour in COLOURS else "grey", text
    )


@register.filter
def marked(text: object, query: str) -> SafeString:
    """The text with what was searched for in <mark>, wherever it stands and in either case."""
    words, wanted = str(text), query.strip()
    if not wanted:
        return format_html("{}", words)
    parts = re.split(f"({re.escape(wanted)})", words, flags=re.IGNORECASE)
    # A split by one group puts what matched at the odd places.
    pieces = [
        format_html("<mark>{}</mark>", part) if number % 2 else part
        for number, part in enumerate(parts)
    ]
    return format_html_join("", "{}", ((piece,) for piece in pieces))
