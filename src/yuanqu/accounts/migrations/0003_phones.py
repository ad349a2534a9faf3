from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles_and_mandates"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="phone",
            field=models.CharField(
                blank=True, default="", max_length=16, verbose_name="Phone number"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="user",
            name="phone_verified",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                models.F("phone"),
                condition=models.Q(("phone_verified", True)),
                name="phone_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phone_verified", False),
                    models.Q(("phone", ""), _negated=True),
                    _connector="OR",
                ),
                name="no_number_no_verification",
            ),
        ),
    ]
