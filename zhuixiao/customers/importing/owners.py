"""Who gets each new row: its own owner, whom the rules say, a pool; or why nobody can."""

from collections.abc import Iterable

from django.db.models import Count, Min

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option

from ..actions import caps, ownership
from ..actions.distributing import Chooser, Facts
from ..actions.places import Places
from ..choices import OwnerReason
from ..models import Customer, ImportBatch, OwnerSpan, Pool
from .drafts import Draft
from .settings import Settings


class Owners:
    """Settles row after row and counts along: turns of the rules, rooms of the caps.

    Rules and caps stay locked until the end of the transaction. `people` are those whom rows may
    name; whatever the number of rows, the statements are the same.
    """

    def __init__(
        self, *, by: Actor, settings: Settings, people: Iterable[Employee], places: Places
    ) -> None:
        self._places = places
        self._holder = settings.holder(by.employee)
        known = {one for one in (*people, self._holder) if isinstance(one, Employee)}
        self._chooser = Chooser(by, others=known) if settings.by_rules else None
        self._rooms = self._chooser.rooms if self._chooser else caps.Rooms(known)
        self._stages = Option.objects.of(PickList.STAGE).in_bulk()
        self._first = Option.objects.first_stage()

    def settle(self, draft: Draft) -> bool:
        """Set the owner or the pool of a new row; False, with the reason, where its owner has no
        room."""
        stage = self._stages.get(draft.taken.get("stage_id") or 0, self._first)
        if draft.owner is None and self._chooser:
            self._choose(draft, self._chooser, stage)
            if draft.owner:
                return True
        if draft.owner is None:
            draft.pool = self._holder if isinstance(self._holder, Pool) else None
            draft.owner = self._holder if isinstance(self._holder, Employee) else None
        if draft.owner is None or (self._chooser or self._rooms).take(draft.owner, stage):
            return True
        draft.refuse(self._rooms.refusal(draft.owner))
        return False

    def keep_turns(self) -> None:
        """Write down whose turn was last."""
        if self._chooser:
            self._chooser.keep_turns()

    def _choose(self, draft: Draft, chooser: Chooser, stage: Option | None) -> None:
        taken = draft.taken
        self._places.complete(taken)
        facts = Facts(
            taken.get("region_id"), taken.get("channel_id"), frozenset(taken.get("products", ()))
        )
        choice = chooser.choose(facts, stage)
        if choice.receiver and choice.rule:
            draft.owner, draft.rule = choice.receiver, choice.rule.name


def tell_receivers(*, by: Actor, batch: ImportBatch) -> None:
    """One notice to each whom the rules gave customers of this import, with their number."""
    # A span that ended means that somebody else has the customer by now.
    spans = OwnerSpan.objects.filter(
        customer__batch=batch, reason=OwnerReason.IMPORTED, until=None
    ).exclude(note="")
    given = list(spans.order_by().values_list("owner").annotate(Count("pk"), Min("customer")))
    firsts = Customer.objects.in_bulk([first for _owner, _number, first in given])
    for _owner, number, first in given:
        ownership.tell_received(firsts[first], by=by, number=number)
