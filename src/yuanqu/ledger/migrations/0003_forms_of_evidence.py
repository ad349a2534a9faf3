"""Evidence says what its digests cover; what is there is of the first form."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_erasures_bear_on_facts")]

    operations = [
        migrations.AddField("evidence", "form", models.PositiveSmallIntegerField(default=1)),
    ]
