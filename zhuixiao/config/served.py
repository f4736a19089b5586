"""The entry that `zhuixiao serve` loads in each worker: buffered requests, and the jobs beside."""

from typing import Any, cast

from django.conf import settings

# Must stay first: it loads the apps that the others need.
from zhuixiao.config.wsgi import application as wsgi
from zhuixiao.kit.serving import begin_worker
from zhuixiao.kit.serving.buffered import Buffered
from zhuixiao.kit.serving.crews import Crews, Doors

application = Buffered(
    cast("Any", wsgi),
    crews=Crews(
        threads=settings.SERVE_THREADS,
        doors=Doors(settings.DOOR_PATHS, settings.DOOR_THREADS),
    ),
    most_bytes=settings.REQUEST_MAX_BYTES,
    begin=lambda: begin_worker(does_jobs=settings.JOBS_MODE == "process"),
)
