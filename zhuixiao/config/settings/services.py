"""Jobs, mail, cache, logs."""

from importlib.util import find_spec

from . import env
from .paths import DATA_DIR, PACKAGE_DIR

# "inline" runs a job at once (tests), "process" in threads of the server,
# "worker" leaves it to `zhuixiao work`.
JOBS_MODE = env.text("ZHUIXIAO_JOBS", "process")
if JOBS_MODE not in {"inline", "process", "worker"}:
    raise env.SettingError("ZHUIXIAO_JOBS", "is one of inline, process, worker")
JOBS_REDIS_URL = env.text("ZHUIXIAO_REDIS_URL")
if JOBS_REDIS_URL and find_spec("redis") is None:
    raise env.SettingError("ZHUIXIAO_REDIS_URL", "needs the package redis: pip install redis")
JOBS_FILE = DATA_DIR / "jobs.sqlite3"
JOBS_THREADS = env.number("ZHUIXIAO_JOB_THREADS", 2, least=1, most=32)

# One uploaded file, in bytes; set in megabytes.
FILES_MAX_BYTES = env.number("ZHUIXIAO_FILE_MB", 20, least=1, most=2048) * 1024 * 1024

# Nightly archives: where, and how many stay; 0 makes none.
BACKUPS_DIR = env.folder("ZHUIXIAO_BACKUPS", DATA_DIR / "backups")
BACKUPS_KEEP = env.number("ZHUIXIAO_BACKUPS_KEEP", 7, most=10_000)

# Regions of a new company; fetched by `zhuixiao assets`.
REGIONS_FILE = PACKAGE_DIR / "catalog" / "data" / "adcodes.csv"

# A whole request, e.g. a form with several files.
REQUEST_MAX_BYTES = env.number("ZHUIXIAO_REQUEST_MB", 100, least=1, most=8192) * 1024 * 1024
SERVE_THREADS = env.number("ZHUIXIAO_SERVE_THREADS", 16, least=1, most=256)
# Where phones and their apps send, beside the threads for pages; more do not take in more.
DOOR_PATHS = ("/field/m/outbox", "/field/gps/")
DOOR_THREADS = 2

EMAIL_HOST = env.text("ZHUIXIAO_SMTP_HOST")
EMAIL_PORT = env.number("ZHUIXIAO_SMTP_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("ZHUIXIAO_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("ZHUIXIAO_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("ZHUIXIAO_SMTP_TLS", default=True)
# A mail server that says nothing must not hold the work of everybody.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("ZHUIXIAO_MAIL_FROM", "zhuixiao@localhost")

# Where the robots of group chats are asked. An own installation of a chat program has its own.
ROBOT_URLS = {
    "wecom": env.text("ZHUIXIAO_WECOM_ROBOTS", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
    "dingtalk": env.text("ZHUIXIAO_DINGTALK_ROBOTS", "https://oapi.dingtalk.com/robot/send"),
    "feishu": env.text("ZHUIXIAO_FEISHU_ROBOTS", "https://open.feishu.cn/open-apis/bot/v2/hook"),
}

# A server with OpenAI's chat completions that puts drafted reports into better words; off.
WRITER_URL = env.text("ZHUIXIAO_WRITER_URL")
WRITER_KEY = env.text("ZHUIXIAO_WRITER_KEY")
WRITER_MODEL = env.text("ZHUIXIAO_WRITER_MODEL")
if WRITER_URL and not WRITER_URL.startswith(("https://", "http://")):
    raise env.SettingError("ZHUIXIAO_WRITER_URL", f"'{WRITER_URL}' is not a web address")

# A map service of the company's own contract that gives places their names; off. It is sent rounded
# coordinates and nothing else. `_URL` is for a gateway of one's own.
PLACES_SERVICE = env.text("ZHUIXIAO_PLACES")
PLACES_KEY = env.text("ZHUIXIAO_PLACES_KEY")
PLACES_URL = env.text("ZHUIXIAO_PLACES_URL")
PLACES_A_DAY = env.number("ZHUIXIAO_PLACES_A_DAY", 2000, least=1, most=1_000_000)
# How long a name may be kept stands in the terms of each service.
PLACES_KEEP_DAYS = env.number("ZHUIXIAO_PLACES_KEEP_DAYS", 30, least=1, most=3650)
if PLACES_SERVICE not in {"", "amap", "tencent", "baidu", "tianditu"}:
    raise env.SettingError("ZHUIXIAO_PLACES", "is one of amap, tencent, baidu, tianditu")
if PLACES_SERVICE and not PLACES_KEY:
    raise env.SettingError("ZHUIXIAO_PLACES_KEY", "is missing for the map service")
if PLACES_URL and not PLACES_URL.startswith(("https://", "http://")):
    raise env.SettingError("ZHUIXIAO_PLACES_URL", f"'{PLACES_URL}' is not a web address")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "zhuixiao.kit.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("ZHUIXIAO_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},
        "huey": {"level": "WARNING"},
        # One line a step and page of every document otherwise.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
