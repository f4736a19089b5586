"""Background work of the names of places."""

from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every, register

from ..actions import places
from ..places.services import NotNow

_ATTEMPTS = 4


@register(places.NAME, retries=_ATTEMPTS - 1, exclusive="places")
def name(job: Running) -> dict[str, int]:
    """Name what a page wanted; a service that does not answer is asked again after a while, and
    then left alone for an hour."""
    cells = [(int(latitude), int(longitude)) for latitude, longitude in job.payload["cells"]]
    try:
        return {"named": places.name(cells, at=job.now)}
    except NotNow as silent:
        if job.attempt < _ATTEMPTS:
            raise
        places.rest(str(silent), at=job.now)
        return {"named": 0}


@every(
    key="field.old_place_names",
    label=gettext_noop("Old names of places are deleted"),
    daily_at="03:25",
)
def delete_old(job: Running) -> dict[str, int]:
    """Names go after the days that the terms of the service allow."""
    return {"deleted": places.delete_old(at=job.now)}
