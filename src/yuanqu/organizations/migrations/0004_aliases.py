"""Which entry of the register stands for which other."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_outgoing_texts"),
        ("ledger", "0001_facts_and_seals"),
        ("organizations", "0003_industries"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartyAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("duplicate", "Registered twice"),
                            ("absorbed", "Absorbed by the other"),
                        ],
                        max_length=20,
                        verbose_name="Cause",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "alias",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="accounts.party",
                    ),
                ),
                (
                    "merged",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="ledger.fact",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="known_as",
                        to="accounts.party",
                    ),
                ),
                (
                    "unmerged",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unmerges",
                        to="ledger.fact",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "party aliases",
                "ordering": ["-since", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("alias"),
                        condition=models.Q(("until__isnull", True)),
                        name="one_open_alias_of_a_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alias", models.F("party")), _negated=True),
                        name="alias_is_another_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unmerged__isnull", True), ("until__isnull", True)),
                            models.Q(
                                ("unmerged__isnull", False), ("until__gte", models.F("since"))
                            ),
                            _connector="OR",
                        ),
                        name="alias_ends_with_a_fact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["duplicate", "absorbed"])),
                        name="merge_cause_is_known",
                    ),
                ],
            },
        ),
    ]
