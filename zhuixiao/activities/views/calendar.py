"""The calendar: events, tasks and planned contacts by day, week or month."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.templatetags.paging import Tab
from zhuixiao.kit.typed import whole

from ..actions import events, planning, tasks
from ..models import Event, FollowUp, Task
from ..queries import people
from ..queries.calendar import Calendar, Kind, Span, calendar

Choice = TypeVar("Choice", bound=StrEnum)
EARLIEST, LATEST = date(2000, 1, 2), date(2099, 12, 30)


@requires("activities", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """`?span=day|week|month`, `?day=` any day of it, `?person=` whose calendar."""
    by = actor(request)
    day = _day(request.GET.get("day", "")) or by.today
    span = _member(Span, request.GET.get("span", "")) or Span.WEEK
    choice = people.may_be_given_tasks(by.employee)
    person = _person(request, choice) or by.employee
    shown = calendar(person, span=span, day=day, today=by.today, zone=by.zone, reader=by.employee)
    context = {
        "calendar": shown,
        "person": person,
        "people": choice,
        "day": day,
        "today": by.today,
        "tabs": _tabs(span, day, person, by.employee),
        "previous_url": _url(span, shown.period.start - timedelta(days=1), person, by.employee),
        "next_url": _url(span, shown.period.end + timedelta(days=1), person, by.employee),
        "today_url": _url(span, by.today, person, by.employee),
        "weekdays": _weekdays(shown),
    }
    return htmx.render_page(request, "activities/calendar.html", context, partial="calendar")


@requires("activities", "edit")
@require_POST
def move(request: StaffRequest) -> HttpResponse:
    """Put an event, a task or a planned contact on another day, with `time` at another hour.

    The toast's undo is the same with the old place in the address.
    """
    by = actor(request)
    wanted = request.POST if "day" in request.POST else request.GET
    day = _day(wanted.get("day", ""))
    kind, pk = _member(Kind, wanted.get("kind", "")), wanted.get("id", "")
    if day is None or kind is None or not pk.isdecimal() or len(pk) > 18:
        raise Http404
    before = _move(by, kind, int(pk), day, wanted.get("time", ""))
    if not htmx.wants_partial(request):
        return htmx.redirect_to(request, reverse("activities:calendar"))
    toast = {"text": _("Moved."), "kind": "success"}
    if before and wanted is request.POST:
        place = {"kind": kind.value, "id": pk, **before}
        toast["undo"] = f"{reverse('activities:calendar_move')}?{urlencode(place)}"
    return htmx.trigger(HttpResponse(status=204), toast=toast, plansChanged=True)


def _move(by: Actor, kind: Kind, pk: int, day: date, clock: str) -> dict[str, str]:
    """Returns the place before as `day` and `time`, nothing when there is no way back."""
    match kind:
        case Kind.EVENT:
            event = get_object_or_404(Event.objects.visible_to(by.employee), pk=pk)
            starts = event.starts_at.astimezone(by.zone)
            time = _time(clock) if clock and not event.is_all_day else starts.time()
            events.move(by=by, event=event, starts_at=datetime.combine(day, time, by.zone))
            return {"day": starts.date().isoformat(), "time": f"{starts:%H:%M}"}
        case Kind.TASK:
            task = get_object_or_404(Task.objects.visible_to(by.employee), pk=pk)
            before = {"day": task.due_on.isoformat()}
            if task.due_time:
                before["time"] = f"{task.due_time:%H:%M}"
            time_or_none = _time(clock) if clock and task.due_time else task.due_time
            tasks.move(by=by, task=task, due_on=day, due_time=time_or_none)
            return before
        case Kind.FOLLOW_UP:
            plan = get_object_or_404(FollowUp.objects.visible_to(by.employee), pk=pk)
            # A contact cannot be planned back into the past.
            before = {"day": plan.on.isoformat()} if plan.on >= by.today else {}
            planning.move(by=by, follow_up=plan, on=day)
            return before


def _member(choices: type[Choice], text: str) -> Choice | None:
    try:
        return choices(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return min(max(day, EARLIEST), LATEST)


def _time(text: str) -> Any:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  (only the clock is taken)
    except ValueError as error:
        raise RuleError(_("Choose another time.")) from error


def _person(request: StaffRequest, choice: Any) -> Employee | None:
    pk = whole(request.GET.get("person", ""))
    found: Employee | None = choice.filter(pk=pk).first() if pk else None
    return found


def _url(span: Span, day: date, person: Employee, me: Employee) -> str:
    query = {"span": span.value, "day": day.isoformat()}
    if person.pk != me.pk:
        query["person"] = str(person.pk)
    return f"{reverse('activities:calendar')}?{urlencode(query)}"


def _tabs(span: Span, day: date, person: Employee, me: Employee) -> list[Tab]:
    labels = {Span.DAY: _("Day"), Span.WEEK: _("Week"), Span.MONTH: _("Month")}
    return [Tab(text, _url(key, day, person, me), key == span) for key, text in labels.items()]


def _weekdays(shown: Calendar) -> list[date]:
    """A day of each weekday, for the head of the month."""
    return [day.date for day in shown.days[:7]]
