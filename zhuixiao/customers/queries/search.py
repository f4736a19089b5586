"""Finding customers by two characters, pinyin initials, the end of a phone or a contact's name."""

import re
from collections.abc import Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, CharField, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat

from zhuixiao.accounts.choices import DataScope, FieldAccess
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.text.tokens import Alternative, Term, query_terms

from ..fields import REACH
from ..models import Customer, SearchIndex

# Up to here a word is rare: its customers are listed from the token index. Above it is frequent:
# whoever walks the table in any order meets one soon, so rows are tested one by one on the way.
FEW = 4000

_DIGITS = re.compile("(r?)([0-9]+)")
# A masked number shows its first three and last four digits; more of it must not be findable.
_SHOWN_HEAD, _SHOWN_TAIL = 3, 4


class _Holds(Func):
    """Case-sensitive LIKE on tokens, which are folded already.

    Inside COALESCE, since only frequent words are tested: PostgreSQL takes a bare LIKE for rare,
    then tests and sorts all customers instead of walking along the order that is asked.
    """

    template = "COALESCE(%(expressions)s, FALSE)"
    arg_joiner = " LIKE "
    output_field = BooleanField()
    conditional = True


def find(q: str, *, visible_to: Employee, limit: int) -> list[int]:
    """The ids of visible customers that answer `q`, newest first, at most `limit`.

    Any text is harmless; one with nothing searchable in it finds nothing.
    """
    rows = Customer.objects.visible_to(visible_to).filter(matching(q, reader=visible_to))
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:limit])


def matching(q: str, *, reader: Employee, reach: FieldAccess | None = None) -> Q:
    """The condition that a customer answers `q`; it does not hold the reader's scope.

    `reach` is how far phones may be found, where that is less than what the role grants.

    Asks the token index first unless the reader's scope is narrow (own customers): then the owner's
    index leaves so few rows that testing their tokens is faster.
    """
    reach = reach or reader.access.field(REACH)
    terms = [term for one in query_terms(q) if (term := _permitted(one, reach)).alternatives]
    if not terms:
        return Q(pk__in=[])
    if reader.access.scope("customers") != DataScope.OWN:
        ids = _candidates(terms)
        if ids is not None:
            return Q(pk__in=ids)
    return _tested(terms)


def _permitted(term: Term, reach: FieldAccess) -> Term:
    """Without those alternatives that would tell more of a phone than the person may see."""
    match reach:
        case FieldAccess.READ | FieldAccess.WRITE:
            return term
        case FieldAccess.MASKED:
            head, tail = _SHOWN_HEAD, _SHOWN_TAIL
        case _:
            head = tail = 0
    return Term(tuple(one for one in term.alternatives if _is_shown(one, head, tail)))


def _is_shown(one: Alternative, head: int, tail: int) -> bool:
    digits = _DIGITS.fullmatch(one.token)
    return digits is None or len(digits[2]) <= (tail if digits[1] else head)


def _tested(terms: Sequence[Term]) -> Q:
    """Each row's own tokens, looked at with LIKE; tokens hold no wildcards."""
    tokens = SearchIndex.objects.filter(customer=OuterRef("pk")).annotate(
        padded=Concat(Value(" "), "tokens", Value(" "), output_field=CharField())
    )
    condition = Q()
    for term in terms:
        any_of = Q()
        for one in term.alternatives:
            # A scalar subquery, which no planner turns into a join over all customers.
            held = Subquery(tokens.values("padded"), output_field=CharField())
            end = "" if one.prefix else " "
            any_of |= Q(_Holds(held, Value(f"% {one.token}{end}%")))
        condition &= any_of
    return condition


def _candidates(terms: Sequence[Term]) -> list[int] | None:
    """The customers under these tokens, in no order; None when they are more than FEW."""
    sql, parameter = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](terms)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and _estimate(cursor, sql, parameter) > 2 * FEW:
            return None
        cursor.execute(f"{sql} LIMIT %s", [parameter, FEW + 1])
        ids = [row[0] for row in cursor.fetchall()]
    return ids if len(ids) <= FEW else None


def _estimate(cursor: CursorWrapper, sql: str, parameter: str) -> int:
    """How many rows PostgreSQL expects by what it knows of frequent tokens.

    Counting up to FEW is dear where it is useless: all places of a frequent token are collected
    before the first is given out, 40 ms among a million customers. An estimate takes 1 ms.
    """
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", [parameter])
    ((plans,),) = cursor.fetchall()
    rows: int = plans[0]["Plan"]["Plan Rows"]
    return rows


def _sqlite(terms: Sequence[Term]) -> tuple[str, str]:
    words = " AND ".join(
        "(" + " OR ".join(f'"{one.token}"{"*" * one.prefix}' for one in term.alternatives) + ")"
        for term in terms
    )
    return "SELECT rowid FROM customers_fts WHERE customers_fts MATCH %s", words


def _postgresql(terms: Sequence[Term]) -> tuple[str, str]:
    words = " & ".join(
        "(" + " | ".join(f"'{one.token}'{':*' * one.prefix}" for one in term.alternatives) + ")"
        for term in terms
    )
    return (
        "SELECT customer_id FROM customers_searchindex"
        " WHERE array_to_tsvector(string_to_array(tokens, ' ')) @@ %s::tsquery",
        words,
    )
