"""Triggers that refuse to change or delete a frozen edition, on SQLite and on PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from namro.web.reports.frozen import EDITIONS


def protect(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    EDITIONS.protect(editor.connection)


def lift(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    EDITIONS.lift(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(protect, lift)]
