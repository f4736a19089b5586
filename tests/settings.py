"""The product's settings with a data folder of their own; importing this sets the environment."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["ZHUIXIAO_DATA"] = tempfile.mkdtemp(prefix="zhuixiao-tests-")
(Path(os.environ["ZHUIXIAO_DATA"]) / "static").mkdir()
os.environ["ZHUIXIAO_JOBS"] = "inline"
for name in ("ZHUIXIAO_BASE_URL", "ZHUIXIAO_HOSTS", "ZHUIXIAO_BEHIND_PROXY", "ZHUIXIAO_SMTP_HOST"):
    os.environ.pop(name, None)
atexit.register(shutil.rmtree, os.environ["ZHUIXIAO_DATA"], ignore_errors=True)

from zhuixiao.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest of hashed names exists only after the front end was collected.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# A few provinces instead of 3,500 rows for every test.
REGIONS_FILE = Path(__file__).parent / "catalog" / "regions.csv"

# Nobody outside is ever written to.
ROBOT_URLS = dict.fromkeys(("wecom", "dingtalk", "feishu"), "http://127.0.0.1:9/robot")
