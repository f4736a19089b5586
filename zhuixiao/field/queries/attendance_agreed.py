"""By which terms people work on which days, and to which day an instant belongs by them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import day_of

from ..attendance.terms import DAY, Terms, minute_of
from ..models import AttendanceDay, AttendanceGroup
from .attendance_groups import Belonging

_NIGHT = timedelta(days=1)
# Before a day its own night, and the one before that.
_BEFORE = timedelta(days=2)


class Agreed:
    """Of these people from two days before the first day to the last, read once. A day before today
    keeps the terms by which it was first computed. People need `with_access`."""

    def __init__(
        self,
        zone: ZoneInfo,
        people: Sequence[Employee],
        first: date,
        last: date,
        *,
        now: datetime,
    ) -> None:
        self.zone, self.people, self.now = zone, people, now
        self.belonging = Belonging(people)
        self.today = day_of(now, zone)
        since = date.fromordinal(max(1, first.toordinal() - _BEFORE.days))
        until = min(last, self.today - _NIGHT)
        rows = AttendanceDay.objects.filter(employee__in=people, day__range=(since, until))
        self._kept = {(row.employee_id, row.day): row for row in rows.select_related("group")}

    def kept(self, person: Employee, day: date) -> AttendanceDay | None:
        """The result of a past day, whose terms hold."""
        return self._kept.get((person.pk, day))

    def group(self, person: Employee, day: date) -> AttendanceGroup | None:
        row = self.kept(person, day)
        return row.group if row else self.belonging.of(person)

    def terms(self, person: Employee, day: date) -> Terms:
        row = self.kept(person, day)
        return row.terms if row else self.belonging.terms(person)

    def day_of(self, person: Employee, at: datetime) -> date:
        """The day of an instant: the one before, while the shift that began on it lasts, else that
        of the calendar."""
        day = at.astimezone(self.zone).date()
        if day == date.min:
            return day
        night = day - _NIGHT
        terms = self.terms(person, night)
        lasts = terms.is_over_midnight and minute_of(night, at, self.zone) <= terms.reach
        return night if lasts else day

    def moment(self, person: Employee, day: date, minute: int) -> datetime:
        """The instant of a minute of the clock (0 to 1439) on a day, in a shift over midnight
        perhaps on the next."""
        is_next = minute + DAY <= self.terms(person, day).reach
        at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=self.zone)
        return at + timedelta(days=1) if is_next else at

    def with_nights(self, days: Sequence[date]) -> list[date]:
        """These days, and those before whose shifts of anybody last into them."""
        found = set(days)
        for day in days:
            if day == date.min:
                continue
            night = day - _NIGHT
            if any(self.terms(one, night).is_over_midnight for one in self.people):
                found.add(night)
        return sorted(found)
