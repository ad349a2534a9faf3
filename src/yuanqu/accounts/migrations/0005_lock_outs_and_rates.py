from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="LockOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("account", "Account"), ("address", "Network address")],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(db_index=True)),
                ("shut_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("kind"), models.F("key"), name="one_count_per_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["account", "address"])),
                        name="lock_out_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateCount",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "accounts_ratecount",
            },
        ),
    ]
