"""Squares of the review: a thousand may stand on a page, so each is drawn in one go instead of tag
by tag, which takes six times as long."""

from collections.abc import Collection, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhuixiao.kit.templatetags.marks import badge, dot, icon
from zhuixiao.kit.templatetags.numbers import figure

from ..parts import Part
from ..queries.linking import Piece
from ..queries.review import Row, Square
from ..queries.team import Cell

register = template.Library()


@register.simple_tag
def review_row(
    row: Row, *, is_first: bool, words: str = "", unfolded: Collection[Part] = ()
) -> SafeString:
    """The squares of a period; the keyboard comes in at the first of all. With `words` that were
    looked for a hole is no news. The parts of a report that are not `unfolded` are opened by hand.
    """
    draw = _Drawing(words, unfolded)
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

    def __init__(self, words: str, unfolded: Collection[Part]) -> None:
        self.draft, self.read = dot(_("Draft"), "blue"), dot(_("Report read"), "grey")
        self.submitted = dot(_("Submitted"), "green")
        self.late = f" {badge(_('Late'), 'amber')}"
        self.missing, self.open = dot(_("Missing"), "red"), dot(_("Missing"), "grey")
        self.nothing, self.words = '<span class="text-meta">—</span>', words
        self.asked = f" {badge(_('Not answered yet'), 'amber')}"
        self.star, self.unfolded = icon("star"), unfolded
        self.headings = {part: escape(str(part.label)) for part in Part}
        self.labels: dict[str, str] = {}
        # Thousands of small numbers, most of them many times.
        self.figures: dict[tuple[int | None, str], str] = {}

    def square(self, one: Square, *, is_first: bool) -> str:
        report, opens, parts = one.report, "", ""
        if report:
            opens = f' data-href="/reports/{report.pk}/"'
            parts = "".join(self._part(part, lines) for part, lines in one.written)
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
            asked = self.asked if one.questions else ""
            score = ""
            if one.score is not None:
                score = f' <span class="text-meta numbers">{self.star}{one.score}</span>'
            return f'<a href="/reports/{report.pk}/">{state}</a>{late}{asked}{score}'
        if one.is_missing:
            return self.missing
        return self.open if one.is_wanted and not self.words else self.nothing

    def _number(self, cell: Cell) -> str:
        label = self.labels.get(cell.metric)
        if label is None:
            label = self.labels[cell.metric] = escape(str(cell.label))
        key = (cell.value, cell.unit)
        told = self.figures.get(key)
        if told is None:
            told = self.figures[key] = figure(*key)
        return f'<a href="{escape(cell.link)}"><span class="text-meta">{label}</span> {told}</a>'

    def _part(self, part: Part, lines: Sequence[Sequence[Piece]]) -> str:
        """Numbered sentences under a heading."""
        items = "</li><li>".join("".join(map(_piece, line)) for line in lines)
        told, heading = f'<ol class="numbered"><li>{items}</li></ol>', self.headings[part]
        if part in self.unfolded:
            head = f'<p class="text-meta">{heading}</p>'
            return f'<div class="review-{part.value}">{head}{told}</div>'
        head = f'{heading} <span class="count">{len(lines)}</span>'
        return (
            f'<details class="review-{part.value}"><summary class="text-meta">{head}</summary>'
            f"{told}</details>"
        )


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    return f'<a href="{escape(piece.url)}">{text}</a>' if piece.url else text
