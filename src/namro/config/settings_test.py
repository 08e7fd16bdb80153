"""Settings of the test suite; NAMRO_TEST_DATABASE chooses PostgreSQL, otherwise SQLite in a file."""

import atexit
import os
import shutil
import tempfile

if "NAMRO_STATE" not in os.environ:
    # The workers of the test runner get it from here too, each with a database of its own name.
    os.environ["NAMRO_STATE"] = tempfile.mkdtemp(prefix="namro-test-")
    atexit.register(shutil.rmtree, os.environ["NAMRO_STATE"], ignore_errors=True)
os.environ.setdefault("NAMRO_SECRET_KEY", "only-for-tests")

from namro.config.settings import *  # noqa: F403
from namro.config.settings import STATE, database

DATABASES = {"default": database(os.environ.get("NAMRO_TEST_DATABASE", f"sqlite:{STATE / 'test.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    # A file, because the live server and the test read it from two threads; nothing to keep after a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(STATE / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
Q_CLUSTER = {"name": "namro-test", "orm": "default", "sync": True, "timeout": 60, "retry": 120}
AXES_ENABLED = False
STATIC_ROOT = STATE / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = STATE / "files"
NAMRO_CHASE_TICKS = False
SCORECARDS_KEPT_SECONDS = 0  # tests write past the record of changes
