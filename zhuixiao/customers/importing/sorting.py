"""Deciding what becomes of each row of a chunk: new, an addition, a skip, or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import fold

from ..actions import ownership
from ..actions.duplicates import facts_of
from ..actions.places import Places
from ..actions.values import Known, checked
from ..duplicate_rules import Handling, rules_of
from ..models import Customer
from .drafts import Draft, Match
from .duplicates import Earlier, Existing, keys_of, rules_for_import
from .owners import Owners
from .settings import OnDuplicate

# Clocks differ a little; what lies further ahead is a typing error.
_AHEAD = timedelta(days=1)


@dataclass
class Sorted:
    """The rows of a chunk by what becomes of them; `additions` name the customer they repeat."""

    new: list[Draft] = field(default_factory=list)
    # Rows of this file that add to a row of `new`: (that row's number, the addition).
    joined: list[tuple[int, Draft]] = field(default_factory=list)
    additions: list[tuple[Match, Draft]] = field(default_factory=list)
    skipped: list[Draft] = field(default_factory=list)
    refused: list[Draft] = field(default_factory=list)


@dataclass
class Compared:
    """The customers that rows repeat, by the row's number; those that rows may add to, by id; and
    the ids of those whom the importer may work on."""

    matches: dict[int, Match | None]
    customers: dict[int, Customer] = field(default_factory=dict)
    visible: set[int] = field(default_factory=set)


class Sorter:
    """Sorts chunk after chunk; a dry run remembers earlier rows of the file and locks nothing."""

    def __init__(
        self,
        *,
        by: Actor,
        batch_id: int | None,
        on_duplicate: OnDuplicate,
        is_dry: bool,
        places: Places,
    ) -> None:
        self._by, self._batch_id, self._policy = by, batch_id, on_duplicate
        self._is_dry, self._places = is_dry, places
        self._rules = rules_for_import(rules_of(Company.objects.get().settings))
        self._earlier = Earlier(self._rules)
        self._known = Known(by.employee)

    def compare(self, drafts: Sequence[Draft]) -> Compared:
        """Check the rows and find what they repeat, in a handful of queries.

        Customers that rows may add to stay locked: before the rules and caps of `sort`, as whoever
        gives customers away locks them too.
        """
        for draft in drafts:
            self._check(draft)
        good = [draft for draft in drafts if not draft.reasons]
        existing = Existing(good, self._rules)
        if not self._is_dry:
            # Rows of earlier chunks stand in the database by now.
            self._earlier = Earlier(self._rules)
        matches = {draft.number: existing.find(draft) for draft in good}
        found = Compared(matches)
        if any(matches.values()):
            self._look_up(found)
        return found

    def sort(self, drafts: Sequence[Draft], found: Compared, owners: Owners) -> Sorted:
        """What becomes of each row. New rows get their owners."""
        self._owners = owners
        result = Sorted()
        for draft in drafts:
            if draft.reasons:
                result.refused.append(draft)
            else:
                self._place(draft, found.matches[draft.number], found.visible, result)
        return result

    def _check(self, draft: Draft) -> None:
        """Complete the draft by what the rules for values say, and by what it is compared by."""
        if draft.created_at is not None and draft.created_at > self._by.at + _AHEAD:
            draft.refuse(_("The date of adding lies in the future."))
        try:
            draft.taken = checked(draft.values, access=self._by.employee.access, known=self._known)
        except Invalid as error:
            for name, text in error.errors.items():
                field = self._known.fields.get(name)
                told = (
                    _("%(field)s: %(text)s") % {"field": field.label, "text": text}
                    if field
                    else text
                )
                draft.refuse(told)
            return
        placed = dict(draft.taken)
        if any(rule.city for rule in self._rules):
            # A copy: to a customer that exists the row must not add a region that was guessed.
            self._places.complete(placed)
        draft.facts = facts_of(placed, [draft.contact.get("phone", "")])
        draft.keys = keys_of(draft.facts, self._rules)

    def _look_up(self, found: Compared) -> None:
        matches = [match for match in found.matches.values() if match]
        ids = {match.customer_id for match in matches}
        rows = Customer.objects.workable_by(self._by.employee).filter(pk__in=ids)
        found.visible = set(rows.values_list("pk", flat=True))
        if not self._is_dry:
            own = {one.customer_id for one in matches if one.batch_id == self._batch_id}
            held = ownership.locked(Customer.objects.filter(pk__in=found.visible | own))
            found.customers = {row.pk: row for row in held}

    def _place(self, draft: Draft, match: Match | None, visible: set[int], result: Sorted) -> None:
        match = match or self._earlier.find(draft)
        is_refused = match is not None and match.handling == Handling.BLOCK
        if match is None or (self._policy == OnDuplicate.CREATE and not is_refused):
            if match and match.handling == Handling.QUEUE:
                draft.alike = match
            self._admit(draft, result)
            return
        is_same_file = bool(match.row) or match.batch_id == self._batch_id is not None
        is_visible = bool(match.row) or match.customer_id in visible
        if is_same_file and self._is_another_contact(draft, match):
            self._add(draft, match, result)
        elif self._policy in {OnDuplicate.SKIP, OnDuplicate.CREATE}:
            draft.refuse(sameness(match, is_visible=is_visible))
            result.skipped.append(draft)
        elif not is_visible:
            draft.refuse(sameness(match, is_visible=False))
            result.refused.append(draft)
        else:
            self._add(draft, match, result)

    def _admit(self, draft: Draft, result: Sorted) -> None:
        """A new customer, unless its owner has no room: then a later row may take its place."""
        if self._owners.settle(draft):
            self._earlier.add(draft)
            result.new.append(draft)
        else:
            result.refused.append(draft)

    def _is_another_contact(self, draft: Draft, match: Match) -> bool:
        """One firm over several rows, each with another person."""
        if match.rule.reason == "phone" or not draft.contact:
            return False
        return not match.row or self._earlier.is_new_person(match.row, draft)

    def _add(self, draft: Draft, match: Match, result: Sorted) -> None:
        if match.row:
            self._earlier.join(match.row, draft)
            result.joined.append((match.row, draft))
        else:
            result.additions.append((match, draft))


def same_person(draft: Draft, name: str) -> bool:
    """Whether the row's contact is called so."""
    return fold(draft.contact.get("name", "")) == fold(name)


def sameness(match: Match, *, is_visible: bool) -> str:
    """Why the row is a repetition; of a customer out of sight nothing is told."""
    if match.row:
        texts = {
            "credit_code": _("Same credit code as row %(row)d."),
            "name": _("Same name as row %(row)d."),
            "phone": _("Same phone as row %(row)d."),
            "email": _("Same mail address as row %(row)d."),
        }
        return texts[match.rule.reason] % {"row": match.row}
    if not is_visible:
        return _("Exists already; the customer belongs to somebody else.")
    texts = {
        "credit_code": _("Exists already: %(name)s (same credit code)."),
        "name": _("Exists already: %(name)s (same name)."),
        "phone": _("Exists already: %(name)s (same phone)."),
        "email": _("Exists already: %(name)s (same mail address)."),
    }
    return texts[match.rule.reason] % {"name": match.name}
