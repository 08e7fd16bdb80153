"""Name the table that joins lines and proof, so that it can keep the revision that was put forward."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("evidence", "0002_revisions_and_validity"),
    ]

    operations = [
        # The table is the one Django made for the relation: only the state learns its name.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="LineProof",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "sheetline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proofs",
                                to="campaigns.sheetline",
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="line_proofs",
                                to="evidence.evidence",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "campaigns_sheetline_evidence",
                        "unique_together": {("sheetline", "evidence")},
                    },
                ),
                migrations.AlterField(
                    model_name="sheetline",
                    name="evidence",
                    field=models.ManyToManyField(
                        related_name="sheet_lines", through="campaigns.LineProof", to="evidence.evidence"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="lineproof",
            name="revision",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
