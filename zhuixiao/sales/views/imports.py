"""Orders, payments and opportunities from a file: upload, choose, look at what it would do, go.

One address for each kind; `?file=` is a file that was taken in, `?job=` a look or an import.
"""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.models import JobState
from zhuixiao.kit.sheets.cells import column_letters
from zhuixiao.kit.text.normal import clean

from ..metrics import OPPORTUNITIES, ORDERS, PAYMENTS
from ..trade import columns, jobs, wording
from ..trade.kinds import Kind
from ..trade.setup import CREATE, KEEP, LEAVE_OUT, REFUSE, TEXT, Setup
from ..trade.source import Look

_WORD = "="


@requires(ORDERS, "import")
@require_http_methods(["GET", "POST"])
@idempotent
def orders(request: StaffRequest) -> HttpResponse:
    """Orders with their lines, and what came back of them."""
    return _answer(request, Kind.ORDERS)


@requires(PAYMENTS, "import")
@require_http_methods(["GET", "POST"])
@idempotent
def payments(request: StaffRequest) -> HttpResponse:
    return _answer(request, Kind.PAYMENTS)


@requires(OPPORTUNITIES, "import")
@require_http_methods(["GET", "POST"])
@idempotent
def opportunities(request: StaffRequest) -> HttpResponse:
    return _answer(request, Kind.OPPORTUNITIES)


def _answer(request: StaffRequest, kind: Kind) -> HttpResponse:
    if request.method == "POST":
        for name, act in _ACTS.items():
            if name in request.POST:
                return act(request, kind)
        return _taken_in(request, kind)
    if "job" in request.GET:
        return _job(request, kind)
    if "file" in request.GET:
        return _chosen(request, kind)
    return _upload(request, kind)


def _upload(request: StaffRequest, kind: Kind, error: str = "") -> HttpResponse:
    """Step 1: the file; below it the person's earlier imports."""
    page = Paginator(list(jobs.of_person(request.user, kind)), 20).get_page(1)
    return _page(request, kind, "file", {"page": page, "error": error})


def _taken_in(request: StaffRequest, kind: Kind) -> HttpResponse:
    sent = request.FILES.get("file")
    try:
        if sent is None or not sent.name:
            raise RuleError(_("Choose a file first."), field="file")
        file = jobs.take_in(by=actor(request), kind=kind, name=sent.name, chunks=sent.chunks())
        jobs.look(kind, file, Setup())
    except RuleError as refused:
        return _upload(request, kind, str(refused.message))
    return _to(request, kind, file=str(file.pk))


def _chosen(request: StaffRequest, kind: Kind) -> HttpResponse:
    """Step 2: what the columns mean, and what happens with what is not known."""
    try:
        file = jobs.file_of(request.user, request.GET["file"])
        look = jobs.look(kind, file, Setup())
    except RuleError as refused:
        return _upload(request, kind, str(refused.message))
    if held := jobs.setup_of(request.user, kind, file):
        return _choices(request, kind, str(file.pk), look, Setup.of(held))
    setup = Setup.of(jobs.last_setup(request.user, kind, look.names))
    guessed = columns.guess(kind, look.names, request.user.access)
    fits = set(guessed) <= set(setup.by_index)
    setup = setup if fits and setup.columns else setup.with_columns(guessed)
    return _choices(request, kind, str(file.pk), look, setup)


def _choices(
    request: StaffRequest, kind: Kind, file: str, look: Look, setup: Setup, error: str = ""
) -> HttpResponse:
    access = request.user.access
    chosen = setup.by_index
    context = {
        "file_id": file,
        "columns": [
            (index, column_letters(index), name, look.samples[index], chosen.get(index, ""))
            for index, name in enumerate(look.names)
        ],
        "targets": columns.targets(kind, access),
        "setup": setup,
        "words": "\n".join(f"{word} = {text}" for word, text in setup.words.get("", {}).items()),
        "may_add_customers": access.may("customers", "create"),
        "may_add_products": access.may("catalog", "manage"),
        "may_write_closed": access.may(PAYMENTS, "manage"),
        "error": error,
    }
    return _page(request, kind, "choices", context)


def _check(request: StaffRequest, kind: Kind) -> HttpResponse:
    """Look at what the file would do, as a job."""
    try:
        file = jobs.file_of(request.user, request.POST["check"])
        look = jobs.look(kind, file, Setup())
    except RuleError as refused:
        return _upload(request, kind, str(refused.message))
    setup = _setup(request, len(look.names))
    try:
        job = jobs.start(by=actor(request), kind=kind, file=file, setup=setup, is_dry=True)
    except RuleError as refused:
        return _choices(request, kind, str(file.pk), look, setup, str(refused.message))
    return _to(request, kind, job=str(job.pk))


def _start(request: StaffRequest, kind: Kind) -> HttpResponse:
    """Do what was looked at."""
    seen = jobs.find(request.user, kind, request.POST["start"])
    if seen is None:
        raise Http404
    try:
        file = jobs.file_of(request.user, seen.payload["file"])
        setup = Setup.of(seen.payload["setup"])
        job = jobs.start(by=actor(request), kind=kind, file=file, setup=setup, is_dry=False)
    except RuleError as refused:
        return _upload(request, kind, str(refused.message))
    return _to(request, kind, job=str(job.pk))


_ACTS: dict[str, Callable[[StaffRequest, Kind], HttpResponse]] = {"check": _check, "start": _start}


def _job(request: StaffRequest, kind: Kind) -> HttpResponse:
    """Step 3 and 4: how far it is, and what it came to; asked for each second meanwhile."""
    job = jobs.find(request.user, kind, request.GET["job"])
    if job is None:
        raise Http404
    if "poll" in request.GET:
        if not job.is_open:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "sales/imports/progress.html", {"job": job, "kind": kind})
    is_done = job.state == JobState.DONE
    context: dict[str, Any] = {"job": job, "is_dry": job.payload["dry"], "result": None}
    if is_done:
        context |= {"result": job.result, "notes": wording.notes(job.result)}
    return _page(request, kind, "outcome", context)


def _setup(request: StaffRequest, count: int) -> Setup:
    """What the form says; what it cannot say is what a careful person would choose."""
    sent = request.POST
    words: dict[str, str] = {}
    for line in sent.get("words", "")[:20_000].splitlines():
        word, sign, text = line.partition(_WORD)
        if sign and word.strip():
            words[clean(word).strip()] = clean(text).strip()
    picked = {index: sent.get(f"column-{index}", "") for index in range(count)}
    setup = Setup(
        words={"": words} if words else {},
        customers=_one_of(sent.get("customers"), (REFUSE, CREATE)),
        stand_in=clean(sent.get("stand_in", "")).strip(),
        products=_one_of(sent.get("products"), (REFUSE, TEXT, CREATE)),
        zero_prices=_one_of(sent.get("zero_prices"), (KEEP, LEAVE_OUT)),
        create_options="create_options" in sent,
        currency=clean(sent.get("currency", "")).strip().upper()[:3],
        rate=clean(sent.get("rate", "")).strip()[:20],
        into_closed="into_closed" in sent,
    )
    return setup.with_columns({at: key for at, key in picked.items() if key})


def _one_of(value: str | None, choices: tuple[str, ...]) -> str:
    return value if value in choices else choices[0]


def _page(request: StaffRequest, kind: Kind, step: str, context: dict[str, Any]) -> HttpResponse:
    try:
        back = reverse(kind.list_url)
    except NoReverseMatch:
        back = ""
    context |= {"kind": kind, "back": back, "here": reverse(kind.import_url)}
    status = 422 if context.get("error") else 200
    return render(request, f"sales/imports/{step}.html", context, status=status)


def _to(request: StaffRequest, kind: Kind, **where: str) -> HttpResponse:
    name, value = next(iter(where.items()))
    return htmx.redirect_to(request, f"{reverse(kind.import_url)}?{name}={value}")
