from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_and_parties"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_ends_after_it_begins",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="role_is_known",
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("official", "Park official"),
                    ("clerk", "Counter clerk"),
                    ("system", "System administrator"),
                    ("security", "Security administrator"),
                    ("audit", "Audit administrator"),
                    ("administrator", "Administrator"),
                    ("assistant", "Assistant (经办人)"),
                    ("manager", "Instrument manager"),
                    ("expert", "Expert"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                models.F("user"),
                condition=models.Q(
                    ("role__in", ["system", "security", "audit"]), ("valid_to__isnull", True)
                ),
                name="one_separated_duty",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="membership_ends_not_before_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "official",
                            "clerk",
                            "system",
                            "security",
                            "audit",
                            "administrator",
                            "assistant",
                            "manager",
                            "expert",
                        ],
                    )
                ),
                name="role_is_known",
            ),
        ),
    ]
