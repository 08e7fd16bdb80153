"""Triggers that refuse to change or delete what was published, on SQLite and on PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from namro.web.campaigns import frozen


def protect(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    frozen.protect(editor.connection)


def lift(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    frozen.lift(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_published_sheets")]
    operations = [migrations.RunPython(protect, lift)]
