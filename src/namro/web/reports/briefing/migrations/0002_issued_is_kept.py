"""Triggers that refuse to change or delete a briefing that was issued, on SQLite and on PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from namro.web.reports.briefing.frozen import ISSUED


def protect(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    ISSUED.protect(editor.connection)


def lift(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    ISSUED.lift(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("briefing", "0001_initial")]
    operations = [migrations.RunPython(protect, lift)]
