"""A shelf for the rulebooks that the province makes itself, one row for each version."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0002_proof_by_revision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProvinceRulebook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("version", models.PositiveSmallIntegerField()),
                ("index", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=300)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("toml", models.TextField()),
                ("changes", models.JSONField(default=list)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("added_by_name", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="rulebook_version_once")
                ],
            },
        ),
    ]
