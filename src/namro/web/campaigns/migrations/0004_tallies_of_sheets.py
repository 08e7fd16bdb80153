"""Keep the sums of a sheet on its entrant; the sheets that are there already are added up once."""

from decimal import Decimal

from django.db import migrations, models


def add_up(apps, schema_editor):
    entrants = apps.get_model("campaigns", "Entrant")
    lines = apps.get_model("campaigns", "SheetLine")
    for entrant in entrants.objects.order_by("pk").iterator():
        held = list(
            lines.objects.filter(entrant=entrant).values_list(
                "is_survey", "self_points", "survey_points", "maximum", "first_verdict", "explanation"
            )
        )
        still = [most for _, own, survey, most, _, _ in held if own is None and survey is None]
        entrant.component_count = len(held)
        entrant.survey_count = sum(row[0] for row in held)
        entrant.scored_count = sum((row[1] is not None) + (row[2] is not None) for row in held)
        entrant.appraised_count = sum(bool(row[4]) for row in held)
        entrant.explained_count = sum(bool(row[5]) for row in held)
        entrant.claimed = sum((row[1] or 0) + (row[2] or 0) for row in held) or Decimal(0)
        entrant.open_maximum = None if None in still else sum(still, Decimal(0))
        entrant.save()


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_province_rulebooks"),
    ]

    operations = [
        migrations.AddField(
            model_name="entrant",
            name="appraised_count",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="entrant",
            name="claimed",
            field=models.DecimalField(decimal_places=4, default=0, max_digits=9),
        ),
        migrations.AddField(
            model_name="entrant",
            name="component_count",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="entrant",
            name="explained_count",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="entrant",
            name="open_maximum",
            field=models.DecimalField(decimal_places=4, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name="entrant",
            name="scored_count",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="entrant",
            name="survey_count",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(add_up, migrations.RunPython.noop),
    ]
