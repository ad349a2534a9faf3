"""Take webhooks' secrets out of answers that were kept before."""

from typing import Any

from django.db import migrations


def drop_secrets(apps: Any, _editor: Any) -> None:
    kept = apps.get_model("api", "KeptAnswer").objects.filter(path__endswith="/webhooks")
    for each in kept.exclude(answer=None).iterator():
        if each.answer.get("secret"):
            each.answer = each.answer | {"secret": None, "secret_withheld": True}
            each.save(update_fields=["answer"])


class Migration(migrations.Migration):
    dependencies = [("api", "0001_answers_counts_and_webhooks")]

    operations = [migrations.RunPython(drop_secrets, migrations.RunPython.noop, elidable=True)]
