"""Squares of the review: a thousand may stand on a page, so each is drawn in one go instead of tag
by tag, which takes six times as long."""

from collections.abc import Collection, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhuixiao.kit.templatetags.marks import badge, dot
from zhuixiao.kit.templatetags.numbers import figure

from ..queries.review import Row, Square
from ..queries.team import Cell

register = template.Library()


@register.simple_tag
def review_row(row: Row, *, is_first: bool, words: str = "") -> SafeString:
    """The squares of a period; the keyboard comes in at the first of all. With `words` that were
    looked for a hole is no news."""
    draw = _Drawing(words)
    cells = (
        draw.square(one, is_first=is_first and not number) for number, one in enumerate(row.squares)
    )
    return mark_safe("".join(cells))  # noqa: S308  (every text is escaped where it is put in)


@register.simple_tag
def options(rows: Sequence[tuple[str, str]], chosen: Collection[str]) -> SafeString:
    """Of a choice among very many."""
    return mark_safe(  # noqa: S308  (escaped here)
        "".join(
            f'<option value="{escape(key)}"{" selected" if key in chosen else ""}>'
            f"{escape(label)}</option>"
            for key, label in rows
        )
    )


class _Drawing:
    """Squares with the words that all of them have in common, looked up once."""

    def __init__(self, words: str) -> None:
        self.draft, self.read = dot(_("Draft"), "blue"), dot(_("Report read"), "grey")
        self.submitted = dot(_("Submitted"), "green")
        self.late = f" {badge(_('Late'), 'amber')}"
        self.missing, self.open = dot(_("Missing"), "red"), dot(_("Missing"), "grey")
        self.nothing, self.words = '<span class="text-meta">—</span>', words
        self.summary, self.plan = escape(_("Summary")), escape(_("Plan"))
        self.labels: dict[str, str] = {}

    def square(self, one: Square, *, is_first: bool) -> str:
        report, opens, parts = one.report, "", ""
        if report:
            opens = f' data-href="/reports/{report.pk}/"'
            parts = _part("summary", self.summary, report.summary)
            parts += _part("plan", self.plan, report.plan)
        missing = " is-missing" if one.is_missing else ""
        numbers = "".join(map(self._number, one.figures))
        return (
            f'<td class="review-square{missing}" data-name="{escape(one.person.name)}"'
            f' tabindex="{0 if is_first else -1}"{opens}>'
            f'<p class="review-state">{self._state(one)}</p>'
            f'<p class="review-numbers">{numbers}</p>{parts}</td>'
        )

    def _state(self, one: Square) -> str:
        report = one.report
        if report:
            state = self.draft
            if report.is_submitted:
                state = self.read if one.is_read else self.submitted
            late = self.late if report.is_late else ""
            return f'<a href="/reports/{report.pk}/">{state}</a>{late}'
        if one.is_missing:
            return self.missing
        return self.open if one.is_wanted and not self.words else self.nothing

    def _number(self, cell: Cell) -> str:
        label = self.labels.get(cell.metric)
        if label is None:
            label = self.labels[cell.metric] = escape(str(cell.label))
        return (
            f'<a href="{escape(cell.link)}"><span class="text-meta">{label}</span>'
            f" {figure(cell.value, cell.unit)}</a>"
        )


def _part(css: str, heading: str, lines: Sequence[str]) -> str:
    """Numbered sentences under a heading; nothing of none."""
    if not lines:
        return ""
    items = "</li><li>".join(map(escape, lines))
    return (
        f'<div class="review-{css}"><p class="text-meta">{heading}</p>'
        f'<ol class="numbered"><li>{items}</li></ol></div>'
    )
