"""All settings, one file per concern; every value can be set from the environment."""

import django_stubs_ext

from .database import *  # noqa: F403
from .maps import *  # noqa: F403
from .pages import *  # noqa: F403
from .paths import *  # noqa: F403
from .security import *  # noqa: F403
from .services import *  # noqa: F403

# Lets classes such as QuerySet[Customer] be subscripted at run time, as the type checker wants.
django_stubs_ext.monkeypatch()
