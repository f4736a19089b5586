"""Quotes of the last months: drafts, versions, some accepted, some declined, some made into orders."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions import quote_ordering, quote_settings, quote_states, quoting
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.quote_values import lines_of_quote
from zhuixiao.sales.actions.quoting import NewQuote
from zhuixiao.sales.models import Quote
from zhuixiao.sales.quote_settings import QuoteSettings

COUNT = 40
DAYS = 90
VALID_DAYS = 30
TERMS = (
    "交货期：收到预付款后 15 个工作日内发货。\n"
    "付款方式：预付 30%，发货前付 60%，验收合格后 30 日内付清余款 10%。\n"
    "质保期：自验收合格之日起 24 个月。\n"
    "以上价格含 13% 增值税，含运费。"
)
_TITLES = ["空调末端改造", "二期温控面板", "机房改造", "样板间配套", "年度备件", "风机盘管阀门"]
_REASONS = ["价格比同行高一成", "项目推迟到明年", "甲方指定了别的品牌", "账期谈不拢"]


@dataclass(frozen=True)
class _Seller:
    """Who writes a quote, and the instants at which he does."""

    person: Employee
    by: Actor
    rng: Random

    def on(self, day: date) -> Actor:
        """At some hour of a day, not later than now."""
        at = datetime.combine(day, time(9), self.by.zone)
        at = min(at + timedelta(minutes=self.rng.randint(0, 500)), self.by.at)
        return Actor(self.person, at, self.by.zone, self.by.via)


def build(by: Actor, *, seed: int) -> None:
    """Terms, and COUNT quotes of customers that were talked to lately."""
    rng = Random(seed)
    quote_settings.save(by=by, new=QuoteSettings(valid_days=VALID_DAYS, terms=TERMS))
    products = list(Product.objects.filter(retired_at=None, list_price__gt=0).order_by("pk"))
    sellers = Employee.objects.with_access().active().in_bulk()
    talked = Customer.objects.filter(
        owner__isnull=False, last_contact_at__isnull=False, deleted_at=None
    )
    rows = list(talked.order_by("-contact_count", "pk")[: COUNT * 4])
    for customer in rng.sample(rows, min(COUNT, len(rows))):
        person = sellers.get(customer.owner_id)
        if person and person.access.may("orders", "create"):
            _write(_Seller(person, by, rng), customer, products)


def _write(seller: _Seller, customer: Customer, products: list[Product]) -> None:
    rng, today = seller.rng, seller.by.today
    day = today - timedelta(days=int(DAYS * rng.random() ** 1.6))
    contact = customer.contacts.filter(deleted_at=None).order_by("position", "pk").first()
    lines = [_line(rng, product) for product in rng.sample(products, rng.randint(1, 5))]
    whole = sum(line.quantity * line.price for line in lines) // 100_000
    new = NewQuote(
        customer_id=customer.pk,
        lines=lines,
        quoted_on=day,
        valid_until=day + timedelta(days=VALID_DAYS),
        title=rng.choice(_TITLES),
        contact_id=contact.pk if contact else None,
        discount=rng.choice((0, 0, 1)) * whole // 5_000 * 100,
        terms=TERMS,
    )
    quote = quoting.draft(by=seller.on(day), new=new)
    if rng.random() < 0.15:
        return
    quote = quote_states.send(by=seller.on(day), quote=quote)
    later = min(today, day + timedelta(days=rng.randint(2, 12)))
    if rng.random() < 0.3:
        quote = _cheaper(seller, quote, later)
        if quote.sent_at is None:
            return
    _answer(seller, quote, min(today, later + timedelta(days=rng.randint(1, 9))))


def _cheaper(seller: _Seller, quote: Quote, day: date) -> Quote:
    """A second version, five percent below the first."""
    newer = quote_states.revise(by=seller.on(day), quote=quote)
    lines = lines_of_quote(newer)
    lines = [
        NewLine(**{**vars(line), "discount_bp": min(9_000, line.discount_bp + 500)})
        for line in lines
    ]
    new = NewQuote(
        customer_id=newer.customer_id,
        lines=lines,
        quoted_on=day,
        valid_until=newer.valid_until,
        title=newer.title,
        contact_id=newer.contact_id,
        discount=newer.discount,
        terms=newer.terms,
    )
    newer = quoting.edit(by=seller.on(day), quote=newer, new=new)
    is_out = seller.rng.random() < 0.8
    return quote_states.send(by=seller.on(day), quote=newer) if is_out else newer


def _answer(seller: _Seller, quote: Quote, day: date) -> None:
    """Many customers let a quote lie."""
    luck, by = seller.rng.random(), seller.on(day)
    if luck < 0.2:
        quote_states.accept(by=by, quote=quote)
    elif luck < 0.35:
        quote_states.decline(by=by, quote=quote, reason=seller.rng.choice(_REASONS))
    elif luck < 0.5:
        quote_ordering.order(by=by, quote=quote)


def _line(rng: Random, product: Product) -> NewLine:
    return NewLine(
        quantity=rng.choice((1, 2, 5, 10, 20, 50, 120)) * 1_000,
        price=product.list_price * 100,
        product_id=product.pk,
        discount_bp=rng.choice((0, 0, 300, 500, 1_000)),
        tax_bp=1_300,
    )
