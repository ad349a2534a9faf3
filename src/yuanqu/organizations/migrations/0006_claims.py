"""What a case that claims an organization is about."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_outgoing_texts"),
        ("cases", "0001_cases_and_notices"),
        ("organizations", "0005_sources_and_proposals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="claim",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("credit_code", models.CharField(db_index=True, max_length=18)),
                ("contested", models.BooleanField(default=False)),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="accounts.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("credit_code", ""), _negated=True),
                        name="claim_has_a_credit_code",
                    )
                ],
            },
        ),
    ]
