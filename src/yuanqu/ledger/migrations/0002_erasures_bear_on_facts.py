"""A fact may say that the evidence of another was erased."""

from django.db import migrations, models
from django.db.models import Q

BEFORE = ["verifies", "disputes", "withdraws", "corrects"]
NAME = "fact_bears_on_what_it_is_about"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_facts_and_seals")]

    operations = [
        migrations.RemoveConstraint("fact", NAME),
        migrations.AddConstraint(
            "fact",
            models.CheckConstraint(
                condition=Q(about__isnull=True, bearing="")
                | Q(about__isnull=False, bearing__in=[*BEFORE, "erases"]),
                name=NAME,
            ),
        ),
    ]
