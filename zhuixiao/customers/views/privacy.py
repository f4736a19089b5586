"""What the law gives a person: notes of consent, a copy of everything, erasure; and how long what
is kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.actions import forgetting
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.approvals.models import Request
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.models import Job, JobState

from .. import keeping as kinds
from ..actions import consenting, erasing
from ..actions import keeping as keeping_actions
from ..exporting import delivering, jobs
from ..exporting.wishes import Format, Wish
from ..persons import Person
from ..privacy_forms import ConsentForm, ErasureForm, KeepingForm
from ..queries import collaborators, consents, persons
from ..tasks import keeping as tasks
from .page import load, load_contact


@requires("customers", "view")
@require_http_methods(["GET", "POST"])
@idempotent
def contact(request: StaffRequest, pk: int) -> HttpResponse:
    """A contact's notes of consent, and the way to its copy and erasure."""
    return _privacy(request, _contact(request, pk))


@requires("customers", "view")
@require_http_methods(["GET", "POST"])
@idempotent
def customer(request: StaffRequest, pk: int) -> HttpResponse:
    """The same of a customer who is a person."""
    return _privacy(request, _customer(request, pk))


@requires("customers", "export")
@require_POST
@idempotent
def contact_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin the copy of everything about a contact."""
    return _copy(request, _contact(request, pk))


@requires("customers", "export")
@require_POST
@idempotent
def customer_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """The same of a customer who is a person."""
    return _copy(request, _customer(request, pk))


@requires("customers", "delete")
@require_http_methods(["GET", "POST"])
@idempotent
def contact_erasure(request: StaffRequest, pk: int) -> HttpResponse:
    """What an erasure takes and leaves; with the typed name, the erasure."""
    return _erasure(request, _contact(request, pk))


@requires("customers", "delete")
@require_http_methods(["GET", "POST"])
@idempotent
def customer_erasure(request: StaffRequest, pk: int) -> HttpResponse:
    """The same of a customer who is a person."""
    return _erasure(request, _customer(request, pk))


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
def keeping(request: StaffRequest) -> HttpResponse:
    """How long what is kept, and what the last night deleted."""
    form = KeepingForm(request.POST or None, company=request.company)
    if request.method == "POST" and form.is_valid():
        try:
            keeping_actions.set_days(by=actor(request), days=form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved. It holds from the next night."))
            return htmx.redirect_to(request, reverse("customers:keeping"))
    last = Job.objects.filter(kind=tasks.NIGHTLY, state=JobState.DONE).order_by("-finished_at")
    job = last.first()
    context = {"form": form, "last": job, "deleted": _deleted(job), "daily_at": tasks.AT}
    status = 422 if form.errors else 200
    return htmx.render_page(request, "customers/privacy/keeping.html", context, status=status)


def _deleted(job: Job | None) -> list[tuple[object, int]]:
    """What a night deleted, by kind."""
    result = job.result if job else {}
    labels = {keep.key: keep.label for keep in kinds.all_kinds()}
    labels[tasks.HIDDEN] = _("Log of erased persons")
    return [(label, result[key]) for key, label in labels.items() if result.get(key)]


def _contact(request: StaffRequest, pk: int) -> Person:
    row = load_contact(request, pk)
    return Person(row.customer, row)


def _customer(request: StaffRequest, pk: int) -> Person:
    return Person(load(request, pk))


def _privacy(request: StaffRequest, person: Person) -> HttpResponse:
    by = actor(request)
    consenting.check_is_person(person)
    form = ConsentForm(request.POST or None, initial={"on": by.today})
    if request.method == "POST" and form.is_valid():
        try:
            consenting.note(by=by, person=person, said=form.said())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Noted."))
            return htmx.redirect_to(request, _page_of(person))
    rows = list(consents.of_person(person))
    access = request.user.access
    right = collaborators.right_to(request.user, person.customer.pk)
    context = {
        "person": person,
        "form": form,
        "action": request.path,
        "consents": consents.in_force(rows),
        "history": rows,
        "may_note": right != Right.READ and access.may("customers", "edit"),
        "may_export": right == Right.HOLD and access.may("customers", "export"),
        "may_erase": right == Right.HOLD and access.may("customers", "delete"),
    }
    status = 422 if request.method == "POST" else 200
    return htmx.render_page(request, "customers/privacy/person.html", context, status=status)


def _copy(request: StaffRequest, person: Person) -> HttpResponse:
    wish = Wish(
        ids=[person.customer.pk],
        format=Format.PERSON,
        contact_id=person.contact.pk if person.contact else 0,
    )
    begun = jobs.start(by=actor(request), wish=wish)
    if isinstance(begun, Request):
        messages.success(request, _("Somebody must agree to it first; you will be told."))
        return htmx.redirect_to(request, reverse("approvals:detail", args=[begun.pk]))
    return htmx.redirect_to(request, reverse("customers:export-state", args=[begun.pk]))


def _erasure(request: StaffRequest, person: Person) -> HttpResponse:
    collaborators.check_right(request.user, person.customer.pk, Right.HOLD)
    consenting.check_is_person(person)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase(
                by=actor(request), person=person, confirmation=form.cleaned_data["confirmation"]
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Erased. Nothing brings it back."))
            return htmx.redirect_to(request, _page_of(person))
    context = {
        "person": person,
        "form": form,
        "action": request.path,
        "preview": persons.preview(person, reader=request.user),
        "log_days": forgetting.KEPT_DAYS,
        "import_days": kinds.days_of(request.company, "imports"),
        "export_days": kinds.days_of(request.company, delivering.KEPT),
    }
    status = 422 if request.method == "POST" else 200
    return htmx.render_page(request, "customers/privacy/erasure.html", context, status=status)


def _page_of(person: Person) -> str:
    return reverse("customers:detail", args=[person.customer.pk])
