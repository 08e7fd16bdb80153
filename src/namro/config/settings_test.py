"""Settings of the test suite; NAMRO_TEST_DATABASE chooses PostgreSQL, otherwise SQLite in memory."""

import os
import tempfile

os.environ.setdefault("NAMRO_STATE", tempfile.mkdtemp(prefix="namro-test-"))
os.environ.setdefault("NAMRO_SECRET_KEY", "only-for-tests")

from namro.config.settings import *  # noqa: E402, F403
from namro.config.settings import database  # noqa: E402

DATABASES = {"default": database(os.environ.get("NAMRO_TEST_DATABASE", "sqlite:namro-test.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
Q_CLUSTER = {"name": "namro-test", "orm": "default", "sync": True, "timeout": 60, "retry": 120}
AXES_ENABLED = False
