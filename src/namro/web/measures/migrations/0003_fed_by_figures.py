"""A measure is fed by the name of a figure: the one feed there was becomes the figure of the same meaning."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FEED, FIGURE = "phan-viec-dung-han", "phan-viec.cong-nhan-dung-han"


def name_figures(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("measures", "TaskMeasure").objects.filter(feed=FEED).update(feed=FIGURE)


def name_feeds(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("measures", "TaskMeasure").objects.filter(feed=FIGURE).update(feed=FEED)


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_measurerevision")]
    operations = [migrations.RunPython(name_figures, name_feeds)]
