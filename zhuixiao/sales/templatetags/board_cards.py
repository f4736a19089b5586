"""Cards of the board: hundreds stand on one page, so each is drawn in one go instead of by a
template of its own, which takes five times as long."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuixiao.kit.templatetags.numbers import money

from ..models import Opportunity
from ..queries.board import Card

register = template.Library()


@register.simple_tag
def board_card(card: Card, *, may_edit: bool = False) -> SafeString:
    """An opportunity on the board; who may edit it can drag it and gets a link for moving it."""
    row = card.opportunity
    css = "board-card is-stale" if card.is_stale else "board-card"
    focus = ' tabindex="0"' if may_edit else ""
    return mark_safe(  # noqa: S308  (every text is escaped where it is put in)
        f'<li class="{css}" id="opportunity-{row.pk}" data-card="{row.pk}"'
        f' data-stage="{row.stage_id}" data-version="{row.version}"{focus}>'
        f'<a class="board-name" href="/opportunities/{row.pk}/" draggable="false">'
        f"{escape(row.name)}</a>"
        f'<span class="board-line"><span class="truncate">{escape(row.customer.name)}</span></span>'
        f'<span class="board-line"><strong class="numbers">{money(row.amount, 0)}</strong>'
        f'<span class="text-secondary truncate">{escape(row.owner.name)}</span></span>'
        f"{_step(card)}{_foot(card)}{_mover(row) if may_edit else ''}</span></li>"
    )


def _step(card: Card) -> str:
    row = card.opportunity
    if card.mark == "none":
        words = f'<span class="dot tone-grey">{escape(_("No next step"))}</span>'
    else:
        words = f'<span class="truncate">{escape(row.next_step)}</span>' if row.next_step else ""
        if row.next_step_on:
            words += f'<span class="nowrap">{row.next_step_on:%m-%d}</span>'
    late = " text-danger" if card.mark == "overdue" else ""
    return f'<span class="board-line board-step{late}">{words}</span>' if words else ""


def _foot(card: Card) -> str:
    """The begin of the last line; the caller ends it."""
    row = card.opportunity
    age = ngettext("%(n)s day", "%(n)s days", card.age) % {"n": card.age}
    if card.is_stale:
        age = f"{age} · {_('stale')}"
    css = ' class="board-stale"' if card.is_stale else ""
    foot = (
        f'<span class="board-line board-foot"><span{css} title="{escape(_("Days in stage"))}">'
        f"{escape(age)}</span>"
    )
    if row.expected_on:
        late = " text-danger text-strong" if card.is_late else ""
        foot += (
            f'<span class="nowrap{late}" title="{escape(_("Expected close"))}">'
            f"{row.expected_on.isoformat()}</span>"
        )
    return foot


def _mover(row: Opportunity) -> str:
    label = escape(_("Move %(name)s") % {"name": row.name})
    return (
        f'<a class="board-move" href="/opportunities/{row.pk}/stage/" data-board-move'
        f' draggable="false" aria-label="{label}">⋯</a>'
    )
