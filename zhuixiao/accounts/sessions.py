"""Sessions in the database, each with its employee and device."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from .models import Session


class SessionStore(DatabaseStore):
    """As Django's, plus the owner, the idle limit and an age that use does not prolong."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        if row is None:
            return None
        now = timezone.now()
        idle = now - row.seen_at
        is_idle = idle > timedelta(seconds=settings.SESSION_IDLE_SECONDS)
        if is_idle or now - row.started_at > timedelta(seconds=settings.SESSION_COOKIE_AGE):
            row.delete()
            self._session_key = None
            return None
        # Once a minute is enough for the list of devices and saves a write per request.
        if idle > timedelta(minutes=1):
            Session.objects.filter(pk=row.pk).update(seen_at=now)
        return row

    def create_model_instance(self, data: Any) -> Session:
        now = timezone.now()
        # Kept in the data, since each save writes the whole row anew.
        started = data.setdefault("started_at", now.isoformat())
        row = cast("Session", super().create_model_instance(data))
        row.employee_id = data.get(SESSION_KEY) or None
        row.ip = data.get("ip") or None
        row.device = data.get("device", "")[:200]
        row.started_at = datetime.fromisoformat(started)
        row.seen_at = now
        return row
