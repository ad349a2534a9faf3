import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_api_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=191)),
                (
                    "assurance",
                    models.CharField(
                        choices=[("low", "Low"), ("substantial", "Substantial"), ("high", "High")],
                        max_length=20,
                    ),
                ),
                ("legal_person", models.CharField(blank=True, max_length=18)),
                ("first_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="external_identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "external identities",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("provider"), models.F("subject"), name="one_person_per_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True),
                        name="subject_is_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("assurance__in", ["low", "substantial", "high"])),
                        name="assurance_is_known",
                    ),
                ],
            },
        ),
    ]
