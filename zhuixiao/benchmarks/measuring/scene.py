"""Who asks: logged-in people of the data set, at the door of the whole program."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import clear_url_caches

from zhuixiao.accounts import permissions
from zhuixiao.accounts.models import Employee, Token
from zhuixiao.accounts.tokens import fresh
from zhuixiao.kit.serving import worker

from ..world import people
from . import questions
from .questions import Questions
from .visitor import Visitor

_DAYS = """
SELECT (SELECT MAX(day) FROM activities_activity), (SELECT MIN(start) FROM reports_workreport
    WHERE kind = 'day')
"""
EMPTY = "/benchmarks/empty/"


@dataclass(frozen=True)
class Scene:
    """Three people with sessions, one program with a token, and what they ask about."""

    boss: Visitor
    manager: Visitor
    seller: Visitor
    program: Visitor
    employee: Employee
    department_ids: list[int]
    # Of the 200 people whom most rows ask about.
    branches: list[int]
    units: list[int]
    # The last day of the data set, and one on which the salesperson's report is still unwritten.
    last_day: date
    day: date
    questions: Questions

    def unit(self) -> None:
        """The empty page, to which everything is compared."""
        self.boss.get(EMPTY)


def enter() -> Scene:
    """Log everybody in. The empty page hangs in this process only."""
    settings.ROOT_URLCONF = "zhuixiao.benchmarks.urls"
    clear_url_caches()
    application = get_wsgi_application()
    worker.freeze()

    def visitor(username: str) -> Visitor:
        return Visitor(application).log_in(username, people.PASSWORD)

    seller = Employee.objects.with_access().get(username=people.SELLER)
    manager = Employee.objects.with_access().get(username=people.MANAGER)
    (last_day, first_report) = (date.fromisoformat(str(day)) for day in questions.one(_DAYS))
    return Scene(
        boss=visitor(people.BOSS),
        manager=visitor(people.MANAGER),
        seller=visitor(people.SELLER),
        program=Visitor(application, token=_token()),
        employee=seller,
        department_ids=[*manager.access.unit_ids("customers")],
        branches=people.branches(),
        units=people.units(),
        last_day=last_day,
        day=questions.ordinary_day(seller.pk, first_report),
        questions=questions.find(seller.pk),
    )


def _token() -> str:
    secret, kept = fresh()
    scopes = [f"{row.key}.{action}" for row in permissions.modules() for action in row.actions]
    boss = Employee.objects.get(username=people.BOSS)
    Token.objects.create(employee=boss, name="bench", token_hash=kept, scopes=scopes)
    return secret
