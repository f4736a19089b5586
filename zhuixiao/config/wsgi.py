"""The entry that the web server loads; started by `zhuixiao serve`, it also does the jobs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuixiao.config.settings")
application = get_wsgi_application()

if os.environ.get("ZHUIXIAO_SERVING") == "1":
    from zhuixiao.kit import serving

    serving.begin_worker(does_jobs=settings.JOBS_MODE == "process")
