"""My tasks: the list, the form, done and open again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.templatetags.paging import Tab

from ..actions import tasks
from ..forms.plans import TaskForm, initial_of_task
from ..models import Task
from ..queries import people, record_form
from ..queries import tasks as task_queries
from . import choosing, conflicts

_LISTS = {
    "mine": task_queries.mine,
    "given": task_queries.given,
    "team": task_queries.of_team,
}


@requires("activities", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Overdue, today, coming, done; `?of=given` shows those given away, `?of=team` the team's."""
    today = request.company.today(actor(request).at)
    shown = request.GET.get("of", "mine")
    rows = _LISTS.get(shown, task_queries.mine)(request.user)
    labels = {"mine": _("Mine"), "given": _("Given to others"), "team": _("Team")}
    if request.user.access.scope("activities") == "own":
        del labels["team"], labels["given"]
    url = reverse("activities:tasks")
    context = {
        "board": task_queries.board(rows, today=today),
        "today": today,
        "shown": shown if shown in labels else "mine",
        "tabs": [Tab(text, f"{url}?of={key}", key == shown) for key, text in labels.items()],
        "form": TaskForm(people=people.may_be_given_tasks(request.user), initial={"due_on": today}),
    }
    return htmx.render_page(request, "activities/tasks.html", context, partial="board")


@requires("activities", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a task; `?customer=`, `?on=` and `?title=` prefill it."""
    by = actor(request)
    customer = choosing.customer(request)
    initial = {
        "title": request.GET.get("title", ""),
        "due_on": _day(request.GET.get("on", "")) or by.today,
        "due_time": request.GET.get("at", ""),
        "employee": by.employee.pk,
        "customer": customer.pk if customer else None,
    }
    form = TaskForm(
        request.POST or None, initial=initial, people=people.may_be_given_tasks(by.employee)
    )
    if request.method == "POST" and form.is_valid():
        try:
            task = tasks.add(by=by, new=form.new_task())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, task, _("Task added."))
    return _page(request, form, customer=customer)


@requires("activities", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a task."""
    by = actor(request)
    task = _task(request, pk)
    form = TaskForm(
        request.POST or None,
        initial=initial_of_task(task),
        people=people.may_be_given_tasks(by.employee),
    )
    kept: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            tasks.edit(
                by=by,
                task=task,
                new=form.new_task(),
                version=form.cleaned_data["version"],
                keep_mine=conflicts.kept(request, task.version),
            )
        except Conflict as conflict:
            kept = conflicts.tell(form, conflict)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, task, _("Saved."))
    return _page(request, form, customer=task.customer, task=task, **kept)


@requires("activities", "edit")
@require_POST
@idempotent
def completion(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark a task done; the toast offers to open it again."""
    task = _task(request, pk)
    following = tasks.complete(by=actor(request), task=task)
    text = _("Done.")
    if following:
        text = _("Done. The next one is due on %(day)s.") % {"day": following.due_on.isoformat()}
    return _answer(request, task, text, undo=reverse("activities:task_reopening", args=[pk]))


@requires("activities", "edit")
@require_POST
def reopening(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a task again."""
    task = _task(request, pk)
    tasks.reopen(by=actor(request), task=task)
    return _answer(request, task, _("Open again."))


@requires("activities", "edit")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete a task; the toast offers to undo it."""
    task = _task(request, pk)
    tasks.delete(by=actor(request), task=task)
    undo = reverse("activities:task_restoration", args=[pk])
    return _answer(request, task, _("Deleted."), undo=undo)


@requires("activities", "edit")
@require_POST
def restoration(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring a deleted task back."""
    task = get_object_or_404(Task.objects.seen_by(request.user), pk=pk)
    tasks.restore(by=actor(request), task=task)
    return _answer(request, task, _("It is back."))


def _task(request: StaffRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("customer", "employee")
    return get_object_or_404(rows, pk=pk)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(
    request: StaffRequest,
    form: TaskForm,
    *,
    customer: Customer | None,
    task: Task | None = None,
    **kept: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "task": task,
        "customer": customer,
        "customers": record_form.customers(request.user, ""),
        **kept,
    }
    status = 409 if kept else 422 if form.errors else 200
    return render(request, "activities/task_form.html", context, status=status)


def _answer(request: StaffRequest, task: Task, text: str, *, undo: str = "") -> HttpResponse:
    """A toast and an event for htmx, the list of tasks for a plain form."""
    if not htmx.wants_partial(request):
        messages.success(request, text)
        return htmx.redirect_to(request, reverse("activities:tasks"))
    toast = {"text": text, "kind": "success"} | ({"undo": undo} if undo else {})
    response = HttpResponse(status=204)
    events: dict[str, Any] = {"closeDialog": True, "toast": toast, "plansChanged": True}
    if task.customer_id:
        events["customerChanged"] = task.customer_id
    return htmx.trigger(response, **events)
