"""Invoices and their titles over the API; money in minor units."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.customers.models import Customer
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import invoicing, titling
from ..actions.invoicing import NewInvoice, Paper
from ..actions.titling import TitleValues
from ..choices import InvoiceKind, InvoiceState, TitleKind
from ..metrics import PAYMENTS
from ..models import Invoice, InvoiceTitle
from ..queries import invoices

router = Router(tags=["invoices"])


class InvoiceIn(Schema):
    """In the order's currency, tax included; the rate of tax in basis points."""

    order_id: Id
    title_id: Id
    amount: int
    kind: InvoiceKind = InvoiceKind.NORMAL
    tax_bp: int = 0
    note: str = ""


class PaperIn(Schema):
    number: str
    issued_on: date
    sent_by: str = ""


class RedIn(Schema):
    amount: int
    note: str = ""


class InvoiceOut(Schema):
    """A red one (`red_of_id`) counts against the one that it takes back."""

    id: int
    order_id: int
    customer_id: int
    kind: str
    state: str
    number: str
    title: dict[str, str]
    amount: int
    tax_bp: int
    tax: int
    base_amount: int
    issued_on: date | None
    sent_by: str
    red_of_id: int | None
    note: str
    owner_id: int
    version: int

    @staticmethod
    def resolve_title(invoice: Invoice, context: Any) -> dict[str, str]:
        return invoices.shown_title(invoice.title, context["request"].user.access)


class InvoicesOut(Schema):
    items: list[InvoiceOut]
    next: str


@router.get("/invoices", response=InvoicesOut)
@needs(PAYMENTS, "view")
def index(
    request: StaffRequest,
    q: str = "",
    state: InvoiceState | None = None,
    customer_id: Id | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Invoice]:
    """Invoices, the newest first."""
    asked = invoices.Asked(state=state or "", customer=customer_id, text=q[:100].strip())
    rows = invoices.listed(asked, reader=request.user)
    return paging.after(cursor, rows, by="-created_at", limit=limit)


@router.post("/invoices", response={201: InvoiceOut})
@needs(PAYMENTS, "create")
def ask(request: StaffRequest, data: InvoiceIn) -> Status[Invoice]:
    """Ask for an invoice of an order."""
    return Status(201, invoicing.ask(by=api_actor(request), new=NewInvoice(**data.dict())))


@router.get("/invoices/{pk}", response=InvoiceOut)
@needs(PAYMENTS, "view")
def read(request: StaffRequest, pk: int) -> Invoice:
    """One invoice."""
    return _load(request, pk)


@router.delete("/invoices/{pk}", response={204: None})
@needs(PAYMENTS, "create")
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """An invoice that is not issued yet is not wanted any more."""
    invoicing.withdraw(by=api_actor(request), invoice=_load(request, pk))
    return HttpResponse(status=204)


@router.post("/invoices/{pk}/issue", response=InvoiceOut)
@needs(PAYMENTS, "edit")
def issue(request: StaffRequest, pk: int, data: PaperIn) -> Invoice:
    """Enter number and day of the paper."""
    paper = Paper(**data.dict())
    return invoicing.issue(by=api_actor(request), invoice=_load(request, pk), paper=paper)


@router.post("/invoices/{pk}/red", response={201: InvoiceOut})
@needs(PAYMENTS, "edit")
def red(request: StaffRequest, pk: int, data: RedIn) -> Status[Invoice]:
    """Ask for a red invoice of an issued one."""
    invoice = _load(request, pk)
    return Status(201, invoicing.ask_red(by=api_actor(request), invoice=invoice, **data.dict()))


@router.post("/invoices/{pk}/voiding", response=InvoiceOut)
@needs(PAYMENTS, "edit")
def void(request: StaffRequest, pk: int) -> Invoice:
    """An issued invoice was void from the start."""
    return invoicing.void(by=api_actor(request), invoice=_load(request, pk))


class TitleIn(Schema):
    name: str
    kind: TitleKind = TitleKind.COMPANY
    tax_number: str = ""
    bank: str = ""
    account: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    is_default: bool = False


class TitleChangeIn(TitleIn):
    version: int | None = None


class TitleOut(TitleIn):
    """Phone and mail address as the caller may read them; sent back like this they stay."""

    id: int
    customer_id: int
    version: int

    @staticmethod
    def resolve_phone(title: InvoiceTitle, context: Any) -> str:
        return invoices.shown_reach("phone", title.phone, context["request"].user.access)

    @staticmethod
    def resolve_email(title: InvoiceTitle, context: Any) -> str:
        return invoices.shown_reach("email", title.email, context["request"].user.access)


@router.get("/customers/{pk}/invoice-titles", response=list[TitleOut])
@needs(PAYMENTS, "view")
def titles(request: StaffRequest, pk: int) -> "QuerySet[InvoiceTitle]":
    """To whom a customer wants its invoices made out, the usual one first."""
    return invoices.titles_of(_customer(request, pk))


@router.post("/customers/{pk}/invoice-titles", response={201: TitleOut})
@needs(PAYMENTS, "create")
def add_title(request: StaffRequest, pk: int, data: TitleIn) -> Status[InvoiceTitle]:
    """A new title of a customer."""
    values = TitleValues(**data.dict())
    title = titling.add(by=api_actor(request), customer=_customer(request, pk), values=values)
    return Status(201, title)


@router.put("/invoice-titles/{pk}", response=TitleOut)
@needs(PAYMENTS, "create")
def change_title(request: StaffRequest, pk: int, data: TitleChangeIn) -> InvoiceTitle:
    """Change a title; `version` is the one that was read."""
    values = TitleValues(**data.dict(exclude={"version"}))
    return titling.change(
        by=api_actor(request), title=_title(request, pk), values=values, version=data.version
    )


@router.delete("/invoice-titles/{pk}", response={204: None})
@needs(PAYMENTS, "create")
def remove_title(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a title away; issued invoices keep what stood on them."""
    titling.remove(by=api_actor(request), title=_title(request, pk))
    return HttpResponse(status=204)


def _load(request: StaffRequest, pk: int) -> Invoice:
    return get_object_or_404(Invoice.objects.visible_to(request.user), pk=pk)


def _customer(request: StaffRequest, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)


def _title(request: StaffRequest, pk: int) -> InvoiceTitle:
    customers = Customer.objects.visible_to(request.user)
    rows = InvoiceTitle.objects.filter(customer__in=customers.values("pk"))
    return get_object_or_404(rows, pk=pk)
