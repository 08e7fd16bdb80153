"""Settings of the program; everything a place may change comes from NAMRO_* environment variables."""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from namro.config.offers import (  # noqa: F401 - settings like the others
    DUES,
    EVIDENCE_USES,
    FALLS_WITH_A_TASK,
    FIGURES,
    INVENTED,
    PANELS,
    REPORT_FACTS,
    RULED_PERIODS,
    SEARCHES,
)

ROOT = Path(__file__).resolve().parents[3]
STATE = Path(os.environ.get("NAMRO_STATE", ROOT / ".namro")).resolve()
STATE.mkdir(parents=True, exist_ok=True)

DEBUG = os.environ.get("NAMRO_DEBUG") == "1"
DEMO = os.environ.get("NAMRO_DEMO", "1") == "1"
ALLOWED_HOSTS = os.environ.get("NAMRO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")


def _secret_key() -> str:
    path = STATE / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = os.environ.get("NAMRO_SECRET_KEY") or _secret_key()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_q",
    "axes",
    "csp",
    "namro.web.ui",
    "namro.web.audit",
    "namro.web.program",
    "namro.web.accounts",
    "namro.web.organisations",
    "namro.web.evidence",
    "namro.web.indices",
    "namro.web.campaigns",
    "namro.web.plans",
    "namro.web.imports",
    "namro.web.directives",
    "namro.web.talks",
    "namro.web.recurrences",
    "namro.web.measures",
    "namro.web.chase",
    "namro.web.cascade",
    "namro.web.scorecards",
    "namro.web.reports",
    "namro.web.reports.documents",
    "namro.web.reports.briefing",
    "namro.web.worklist",
    "namro.web.overview",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "namro.config.middleware.posts",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "namro.config.urls"
WSGI_APPLICATION = "namro.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "namro.config.context.program",
            ],
            "builtins": ["namro.web.ui.templatetags.vietnamese"],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Read `sqlite:PATH` or `postgresql:DBNAME?host=…&port=…&user=…&password=…` into Django's form."""
    scheme, _, rest = url.partition(":")
    if scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": rest,
            "OPTIONS": {
                # A read that later writes fails at once under DEFERRED when another wrote between.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
                ),
            },
            "CONN_MAX_AGE": None,
        }
    name, _, query = rest.partition("?")
    parts = dict(pair.split("=", 1) for pair in query.split("&") if pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "CONN_MAX_AGE": 60,
    }


DATABASES = {"default": database(os.environ.get("NAMRO_DATABASE", f"sqlite:{STATE / 'namro.sqlite3'}"))}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_DISABLE_ACCESS_LOG = True

CSRF_FAILURE_VIEW = "namro.web.ui.errors.forged"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
HTTPS = os.environ.get("NAMRO_HTTPS") == "1"  # behind a proxy that speaks TLS and sets X-Forwarded-Proto
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_AGE = 12 * 60 * 60  # one working day: office machines are shared
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

FORM_RENDERER = "namro.web.ui.renderer.QuickForms"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["namro.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = STATE / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
MAX_UPLOAD_BYTES = 50_000_000


# How long the counts of all units may be kept while nothing new is recorded; 0 keeps nothing.
SCORECARDS_KEPT_SECONDS = 20.0
SCORECARDS_LAG_SECONDS = 3.0  # how far the page of all units may be behind the last report

# Reminders outside the program: each channel is off until its address is given.
NAMRO_ADDRESS = os.environ.get("NAMRO_ADDRESS", "http://127.0.0.1:8000").rstrip("/")  # as people reach us
EMAIL_HOST = os.environ.get("NAMRO_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("NAMRO_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("NAMRO_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("NAMRO_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("NAMRO_SMTP_TLS") == "starttls"
EMAIL_USE_SSL = os.environ.get("NAMRO_SMTP_TLS") == "ssl"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("NAMRO_MAIL_FROM", "")
NAMRO_MAIL = bool(EMAIL_HOST and DEFAULT_FROM_EMAIL)
NAMRO_HOOK_URL = os.environ.get("NAMRO_HOOK_URL", "")
NAMRO_HOOK_SECRET = os.environ.get("NAMRO_HOOK_SECRET", "")
NAMRO_HOOK_TIMEOUT = 10  # seconds
# Off: the worker reminds nobody by itself (measurements, tests that start one); "Chạy ngay" still works.
NAMRO_CHASE_TICKS = os.environ.get("NAMRO_CHASE_TICKS", "1") == "1"

Q_CLUSTER = {
    "name": "namro",
    "orm": "default",
    "workers": 1,
    "timeout": 300,
    "retry": 360,  # work whose worker was killed is handed out again after this many seconds
    "max_attempts": 3,
    "poll": 1,
    "catch_up": False,
    "save_limit": 500,
    "log_level": "WARNING",
    "label": "Việc nền",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
