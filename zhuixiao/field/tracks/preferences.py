"""What the company has set about tracks."""

from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from zhuixiao.accounts.models import Company
from zhuixiao.accounts.queries.calendar import Calendar

from ..choices.tracks import Kept

SETTING = "field.tracks"


@dataclass(frozen=True)
class Preferences:
    """Which positions are kept, the hours of work ("09:00"), after how many days positions are
    deleted, and within how many metres for how many minutes somebody stands still."""

    kept: str = Kept.HOURS.value
    starts: str = "08:30"
    ends: str = "18:30"
    keep_days: int = 180
    stop_metres: int = 150
    stop_minutes: int = 10

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def stop_time(self) -> timedelta:
        return timedelta(minutes=self.stop_minutes)


def preferences(company: Company) -> Preferences:
    """What holds now."""
    return Preferences(**company.settings.get(SETTING, {}))


@dataclass(frozen=True)
class Hours:
    """Working hours of some days, read once."""

    held: Preferences
    calendar: Calendar
    zone: ZoneInfo

    def are_working(self, at: datetime) -> bool:
        """Whether an instant lies in the working hours of a working day."""
        local = at.astimezone(self.zone)
        starts, ends = time.fromisoformat(self.held.starts), time.fromisoformat(self.held.ends)
        return self.calendar.is_workday(local.date()) and starts <= local.time() <= ends

    def keeps(self, at: datetime) -> bool:
        """Whether the company keeps a position of this instant at all."""
        match self.held.kept:
            case Kept.ALWAYS:
                return True
            case Kept.WORKDAYS:
                return self.calendar.is_workday(at.astimezone(self.zone).date())
            case _:
                return self.are_working(at)
