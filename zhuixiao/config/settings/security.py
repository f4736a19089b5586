"""Keys, hosts, cookies, passwords, log-in throttling."""

import secrets
import socket
from urllib.parse import urlsplit

from . import env
from .maps import MAP_IMAGE_SOURCE
from .paths import DATA_DIR


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data (mode 0600)."""
    given = env.text("ZHUIXIAO_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise env.SettingError("ZHUIXIAO_SECRET_KEY", "needs 32 characters or more")
        return given
    path = DATA_DIR / "secret.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _base_url() -> str:
    url = env.text("ZHUIXIAO_BASE_URL", "http://127.0.0.1:8800").rstrip("/")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise env.SettingError("ZHUIXIAO_BASE_URL", f"'{url}' is not a web address")
    return url


SECRET_KEY = _secret_key()
DEBUG = False
# Links in mails and invitations use this address, never the Host header of a request.
BASE_URL = _base_url()
IS_HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    socket.gethostname(),
    urlsplit(BASE_URL).hostname or "",
    *env.names("ZHUIXIAO_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if IS_HTTPS else []

# __Host- binds the cookie to this very host, but browsers accept it over HTTPS only.
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "zhuixiao_session"
# Whose browser it is, also after the session: see accounts/leavers.py.
PERSON_COOKIE_NAME = "__Host-person" if IS_HTTPS else "zhuixiao_person"
CSRF_FAILURE_VIEW = "zhuixiao.accounts.views.forgery.refused"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "zhuixiao_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "zhuixiao.accounts.sessions"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_IDLE_SECONDS = env.number("ZHUIXIAO_SESSION_IDLE", 8 * 3600, least=300)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("ZHUIXIAO_BEHIND_PROXY") else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    f"img-src 'self' data: blob: {MAP_IMAGE_SOURCE}; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

AUTH_USER_MODEL = "accounts.Employee"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "zhuixiao.accounts.backends.EmployeeBackend",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "zhuixiao.accounts.passwords.ChinesePatternValidator"},
]
# Account and address together: a whole office behind one address is not locked out by one person.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "zhuixiao.accounts.views.login.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "zhuixiao.accounts.guards.client_ip"
