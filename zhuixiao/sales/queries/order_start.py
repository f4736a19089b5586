"""What the form of a new quote or order begins with, and what it offers to choose."""

from dataclasses import dataclass

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Product
from zhuixiao.catalog.queries import products
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import search

from ..models import Opportunity, Order

MOST = 30


@dataclass(frozen=True)
class Start:
    """The customer and opportunity that an address names."""

    customer: Customer | None
    opportunity: Opportunity | None = None

    @property
    def initial(self) -> dict[str, object]:
        """What a form is filled in with."""
        chance = self.opportunity
        return {
            "customer": self.customer.pk if self.customer else None,
            "contact": chance.contact_id if chance else None,
            "opportunity": chance.pk if chance else None,
            "title": chance.name if chance else "",
        }


def of(reader: Employee, *, customer_id: int, opportunity_id: int) -> Start:
    """What may be sold to: unknown and foreign ids are nothing."""
    chances = Opportunity.objects.visible_to(reader).select_related("customer")
    chance = chances.filter(pk=opportunity_id).first() if opportunity_id else None
    chosen = customer(reader, customer_id or (chance.customer_id if chance else 0))
    if chance is None or chosen is None or chance.customer_id != chosen.pk:
        return Start(chosen)
    return Start(chosen, chance)


def customer(reader: Employee, pk: int) -> Customer | None:
    """The customer, if the person may work on it."""
    rows = Customer.objects.workable_by(reader)
    found: Customer | None = rows.filter(pk=pk).first() if pk else None
    return found


def customers(reader: Employee, text: str) -> list[Customer]:
    """Workable customers that answer a search; those sold to last, or the newest, without one."""
    rows = Customer.objects.workable_by(reader)
    if text.strip():
        ids = search.find(text, visible_to=reader, limit=MOST)
        found = rows.in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]
    last = Order.objects.filter(owner=reader, deleted_at=None).order_by("-pk")
    ids = list(dict.fromkeys(last.values_list("customer", flat=True)[:60]))[:MOST]
    found = rows.in_bulk(ids)
    mine = [found[pk] for pk in ids if pk in found]
    own = list(rows.filter(owner=reader).order_by("-pk")[:MOST])
    return mine or own or list(rows.order_by("-pk")[:MOST])


def found_products(reader: Employee, text: str) -> list[Product]:
    """Products in use that answer a search."""
    return list(products(reader.access, query=text)[:MOST])
