"""Industries of GB/T 4754-2017, where the park loads their list."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_indexes_of_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Industry",
            fields=[
                ("code", models.CharField(max_length=5, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Section"), (2, "Division"), (3, "Group"), (4, "Class")]
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="organizations.industry",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "industries",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", 1), ("parent__isnull", True)),
                            models.Q(("level__in", [2, 3, 4]), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="industry_belongs_to_a_section",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="industry_has_a_name"
                    ),
                ],
            },
        ),
    ]
