"""One customer: the page, and the side panel of the one table."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from zhuixiao.accounts.choices import FieldAccess, Right
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries import history
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import htmx, panels

from .. import birthdays
from ..actions import guarding
from ..choices import CustomerKind
from ..fields import REACH, visible_fields
from ..models import Contact, Customer, OwnerSpan
from ..persons import Person
from ..queries import collaborators, consents, facts, merges
from ..queries import people as people_queries

MOST_CHANGES = 30


@requires("customers", "view")
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Facts, contacts, timeline, tasks, files, history of one customer; the address of one that
    was merged leads to where it went."""
    try:
        customer = opened(request, pk)
    except Http404:
        winner = merges.winner_of(pk, visible_to=request.user)
        if winner is None:
            raise
        return HttpResponseRedirect(reverse("customers:detail", args=[winner]))
    context = _context(request, customer) | {
        "panels": _panels(request, customer),
        "collaborators": [
            (row, row.last_day(request.company.zone))
            for row in collaborators.of_customer(customer.pk)
        ],
        "files": StoredFile.objects.of_record("customer", customer.pk),
        "spans": OwnerSpan.objects.filter(customer=customer)
        .select_related("owner")
        .only("owner__name", "reason", "since", "until", "customer")
        .order_by("-since")[:20],
    }
    return htmx.render_page(request, "customers/page/detail.html", context)


@requires("customers", "view")
def panel(request: StaffRequest, pk: int) -> HttpResponse:
    """The same in short, beside the one table."""
    customer = opened(request, pk)
    context = _context(request, customer)
    # After a record its head and facts are asked for anew; the timeline renews itself.
    if request.headers.get("HX-Trigger") != "panel-state":
        context["panels"] = _panels(request, customer)
    return htmx.render_page(request, "customers/page/panel.html", context)


@requires("customers", "view")
def changes(request: StaffRequest, pk: int) -> HttpResponse:
    """What was changed on the customer, by whom; hidden and masked fields stay so."""
    customer = opened(request, pk)
    access = request.user.access
    rows = history("customer", customer.pk, MOST_CHANGES, access=access)
    may_undo = access.may("customers", "edit") and access.may("customers", "delete")
    context = {
        "rows": rows,
        "merges": merges.undoable(customer.pk, now=timezone.now()) if may_undo else (),
    }
    return htmx.render_page(request, "customers/page/changes.html", context)


def load(request: StaffRequest, pk: int, *, right: Right = Right.READ) -> Customer:
    """The customer, if the person may see it, else 404; raises NotAllowed where it is not open to
    the person as far as `right`."""
    rows = Customer.objects.visible_to(request.user).select_related(
        "importance", "industry", "stage", "channel", "region", "owner", "department", "added_by"
    )
    customer = get_object_or_404(rows, pk=pk)
    if right != Right.READ:
        collaborators.check_right(request.user, customer.pk, right)
    return customer


def load_contact(request: StaffRequest, pk: int) -> Contact:
    """The contact with its customer, if the person may see it, else 404."""
    rows = Contact.objects.visible_to(request.user).select_related("customer")
    return get_object_or_404(rows, pk=pk)


def opened(request: StaffRequest, pk: int, *, right: Right = Right.READ) -> Customer:
    """`load` for a page that shows how the customer is reached: it counts as opened. Raises
    TooMuch beyond the role's limit a day."""
    customer = load(request, pk, right=right)
    guarding.note(by=actor(request), customer=customer, company=request.company)
    return customer


def _panels(request: StaffRequest, customer: Customer) -> Sequence[panels.Shown]:
    return panels.of_page("customer", request, customer.pk, request.user.access)


def _context(request: StaffRequest, customer: Customer) -> dict[str, object]:
    access = request.user.access
    today = request.company.today(timezone.now())
    people = list(
        Contact.objects.filter(customer=customer, deleted_at=None)
        .with_marketing()
        .select_related("decision_role")
        .order_by("position", "pk")
    )
    fields = visible_fields(access)
    rights = access.field(REACH)
    right = collaborators.right_to(request.user, customer.pk)
    may_work, holds = right != Right.READ, right == Right.HOLD
    for person in people:
        people_queries.shown_to(person, access)
    return {
        "customer": customer,
        "facts": facts.of_customer(customer, fields=fields, access=access, today=today),
        "contacts": [
            (person, birthdays.next_birthday(person, today), birthdays.in_words(person))
            for person in people
        ],
        "may_market": _may_market(customer),
        "may_call": rights in {FieldAccess.READ, FieldAccess.WRITE},
        "may_work": may_work,
        "may_edit": may_work and access.may("customers", "edit"),
        "may_share": holds and access.may("customers", "edit"),
        "may_assign": holds and access.may("customers", "assign"),
        "may_release": holds and access.may("customers", "claim") and customer.pool_id is None,
        "may_delete": holds and access.may("customers", "delete"),
        "today": today,
    }


def _may_market(customer: Customer) -> bool | None:
    """The last word of a customer who is a person about marketing, None while there is none."""
    if customer.kind != CustomerKind.PERSON:
        return None
    said = consents.of_person(Person(customer)).about_marketing()
    return said.values_list("is_given", flat=True).first()
