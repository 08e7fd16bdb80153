"""Triggers that refuse to change or delete a recorded entry, on SQLite and on PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from namro.web.audit import append_only


def protect(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    append_only.protect(editor.connection)


def lift(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    append_only.lift(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(protect, lift)]
