"""Log-in by name, phone or mail address."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from .models import Employee


class EmployeeBackend(BaseBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_kwargs: Any,
    ) -> Employee | None:
        """The active employee of this name, phone or mail with this password, else None."""
        if not username or not password:
            return None
        employee = Employee.objects.with_access().with_login(username)
        if employee is None:
            # The same work as for a known name, so that time tells nothing.
            make_password(password)
            return None
        return employee if employee.check_password(password) and employee.is_active else None

    def get_user(self, user_id: int) -> Employee | None:
        """The employee of a session; a deactivated one is nobody from this very request on."""
        found: Employee | None = (
            Employee.objects.with_access().filter(pk=user_id, is_active=True).first()
        )
        return found
