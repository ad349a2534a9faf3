"""Where the register is fed from, and what is proposed to be changed in it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_outgoing_texts"),
        ("organizations", "0004_aliases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for an official"),
                            ("applied", "Applied"),
                            ("declined", "Declined"),
                            ("replaced", "Replaced by a later one"),
                            ("expired", "Expired"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=200)),
                ("written_in", models.CharField(max_length=100)),
                ("columns", models.JSONField(default=dict)),
                ("ignored", models.JSONField(default=list)),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("gone", models.PositiveIntegerField(default=0)),
                ("bad_lines", models.PositiveIntegerField(default=0)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProposalProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=100)),
                ("value", models.CharField(blank=True, max_length=100)),
                ("code", models.CharField(max_length=60)),
                ("facts", models.JSONField(default=dict)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="organizations.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["line", "id"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="Name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rest", "Address on an allowed host"),
                            ("file", "File in the folder of pulls"),
                        ],
                        max_length=10,
                        verbose_name="Reached by",
                    ),
                ),
                ("place", models.CharField(max_length=500, verbose_name="Address or file")),
                (
                    "rows_at",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="Where the list stands"
                    ),
                ),
                (
                    "next_at",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        verbose_name="Where the next page's address stands",
                    ),
                ),
                ("mapping", models.JSONField(blank=True, default=dict)),
                (
                    "default_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("company", "Company"),
                            ("university", "University"),
                            ("institute", "Institute"),
                            ("hospital", "Hospital"),
                            ("laboratory", "Laboratory"),
                            ("platform", "Platform"),
                            ("center", "Innovation center"),
                            ("consortium", "Innovation consortium"),
                            ("authority", "Public authority"),
                            ("service", "Service provider"),
                            ("investor", "Investor"),
                            ("association", "Association"),
                            ("park", "Park"),
                        ],
                        max_length=20,
                        verbose_name="Kind where the list gives none",
                    ),
                ),
                (
                    "every_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="Hours between two pulls"
                    ),
                ),
                ("paused", models.BooleanField(default=False, verbose_name="Paused")),
                ("due_at", models.DateTimeField()),
                ("pulled_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=60)),
                ("failure_facts", models.JSONField(blank=True, default=dict)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposals",
                to="organizations.source",
            ),
        ),
        migrations.CreateModel(
            name="SourceEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gone_on", models.DateField(blank=True, null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.party",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="organizations.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "source entries",
            },
        ),
        migrations.CreateModel(
            name="ProposedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("added", "New"),
                            ("changed", "Changed"),
                            ("gone", "No longer listed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("record", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.party",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="organizations.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["change", "line", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change", "added"), ("party__isnull", True)),
                            models.Q(("change__in", ["changed", "gone"]), ("party__isnull", False)),
                            _connector="OR",
                        ),
                        name="proposed_row_is_about_somebody",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["rest", "file"])), name="source_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("every_hours__gte", 1), ("every_hours__lte", 744)),
                name="source_term_is_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("place", ""), _negated=True), name="source_has_a_place"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["state", "expires_at"], name="proposal_by_state"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "applied", "declined", "replaced"])),
                name="proposal_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                models.F("source"),
                condition=models.Q(("state", "waiting")),
                name="one_waiting_proposal_of_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("state__in", ["applied", "declined"])),
                    models.Q(("decided_at__isnull", True), ("state__in", ["waiting", "replaced"])),
                    _connector="OR",
                ),
                name="proposal_is_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceentry",
            constraint=models.UniqueConstraint(
                models.F("source"), models.F("party"), name="one_entry_of_a_source"
            ),
        ),
    ]
