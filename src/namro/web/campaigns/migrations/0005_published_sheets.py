"""Keep the sheet of each unit beside its edition; the editions that are there already are taken apart once."""

import django.db.models.deletion
from django.db import migrations, models

INVENTED_NAME = "Minh họa: chấm điểm cải cách hành chính cấp xã năm 2021"


def take_apart(apps, schema_editor):
    publications = apps.get_model("campaigns", "Publication").objects
    sheets = apps.get_model("campaigns", "PublishedSheet").objects
    publications.filter(campaign__name=INVENTED_NAME).update(is_invented=True)
    for publication in publications.order_by("pk").iterator(chunk_size=1):
        sheets.bulk_create(
            [
                sheets.model(
                    publication=publication,
                    unit_key=sheet["unit_key"],
                    content=sheet,
                    is_invented=publication.is_invented,
                )
                for sheet in publication.content.get("sheets", ())
            ],
            batch_size=50,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0004_tallies_of_sheets"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="is_invented",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="PublishedSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_key", models.CharField(max_length=80)),
                ("content", models.JSONField()),
                ("is_invented", models.BooleanField(default=False)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="campaigns.publication",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "unit_key"), name="published_once")
                ],
            },
        ),
        migrations.RunPython(take_apart, migrations.RunPython.noop),
    ]
