"""The entry for any WSGI server; background jobs are then done by `zhuixiao work`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuixiao.config.settings")
application = get_wsgi_application()
