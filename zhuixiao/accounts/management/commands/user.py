"""`zhuixiao user add | invite | list | deactivate`."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuixiao.accounts.actions import employees
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Department, Employee, Role
from zhuixiao.accounts.queries.people import PeopleFilter, listed, who
from zhuixiao.kit import presence
from zhuixiao.kit.errors import RuleError


class Command(BaseCommand):
    help = "Adds people, makes links to set a password, lists people, ends their access."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        add = steps.add_parser("add", help="add a person and print the invitation link")
        add.add_argument("--name", required=True)
        add.add_argument("--username", required=True, help="log-in name")
        add.add_argument("--role", required=True, help="key or name, such as sales")
        add.add_argument("--department", required=True, help="name or number")
        for name in ("--phone", "--email", "--title"):
            add.add_argument(name, default="")
        invite = steps.add_parser("invite", help="print a new link to set the password")
        deactivate = steps.add_parser("deactivate", help="end every access of a person")
        for step in (invite, deactivate):
            step.add_argument("username", help="log-in name, phone or mail address")
        people = steps.add_parser("list", help="list people")
        people.add_argument("--left", action="store_true", help="those who left")
        for step in (add, invite, deactivate):
            _add_by(step)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["step"] == "list":
            self._list(has_left=options["left"])
            return
        person = who(options["by"])
        with translation.override(person.language):
            by = Actor.of(person, at=timezone.now(), via=Via.COMMAND)
            act = {"add": self._add, "invite": self._invite, "deactivate": self._deactivate}
            _use_address_of_server()
            act[options["step"]](by, options)

    def _add(self, by: Actor, options: dict[str, Any]) -> None:
        employee = employees.hire(
            by=by,
            role=_role(options["role"]),
            department=_department(options["department"]),
            **{name: options[name] for name in ("name", "username", "phone", "email", "title")},
        )
        self.stdout.write(employees.invite(by=by, employee=employee))

    def _invite(self, by: Actor, options: dict[str, Any]) -> None:
        self.stdout.write(employees.invite(by=by, employee=_employee(options["username"])))

    def _deactivate(self, by: Actor, options: dict[str, Any]) -> None:
        employee = employees.deactivate(by=by, employee=_employee(options["username"]))
        self.stdout.write(_("%(name)s cannot log in any more.") % {"name": employee.name})

    def _list(self, *, has_left: bool) -> None:
        for row in listed(PeopleFilter(has_left=has_left)):
            facts = (row.username, row.name, row.role.key, row.department.name, row.phone or "")
            self.stdout.write("\t".join(facts))


def _add_by(parser: ArgumentParser) -> None:
    parser.add_argument("--by", default="", help="log-in name of who does it; default: the boss")


def _use_address_of_server() -> None:
    """Links lead to the server that runs, unless the environment names its address."""
    if not os.environ.get("ZHUIXIAO_BASE_URL"):
        settings.BASE_URL = presence.address() or settings.BASE_URL


def _role(text: str) -> Role:
    for row in Role.objects.order_by("-rank", "pk"):
        if text in {row.key, row.name}:
            return row
    known = ", ".join(Role.objects.order_by("-rank", "pk").values_list("key", flat=True))
    raise RuleError(
        _("There is no role %(name)s. Known: %(known)s") % {"name": text, "known": known}
    )


def _department(text: str) -> Department:
    rows = Department.objects.filter(closed_at=None)
    found = list(rows.filter(pk=int(text)) if text.isdecimal() else rows.filter(name=text))
    if len(found) == 1:
        return found[0]
    shown = ", ".join(f"{row.pk} {row.name}" for row in found or rows.order_by("path"))
    raise RuleError(
        _("Which department is %(name)s? Give one of these numbers: %(known)s")
        % {"name": text, "known": shown}
    )


def _employee(login: str) -> Employee:
    employee: Employee | None = Employee.objects.with_access().with_login(login)
    if employee is None:
        raise RuleError(_("Nobody logs in as %(name)s.") % {"name": login})
    return employee
