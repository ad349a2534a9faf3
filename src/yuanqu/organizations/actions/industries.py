"""Loading the list of industries of GB/T 4754-2017."""

from collections.abc import Sequence

from django.db import transaction

from yuanqu.accounts.models import User
from yuanqu.organizations import access
from yuanqu.organizations.actions.entries import demand
from yuanqu.organizations.industries import IndustryRow
from yuanqu.organizations.models import Industry

BATCH = 500


@transaction.atomic
def load_industries(*, actor: User | None, rows: Sequence[IndustryRow]) -> int:
    """Put this list in the place of the one that was loaded. Returns how many industries it has."""
    demand(access.may_register(actor))
    Industry.objects.all().delete()
    industries = [
        Industry(code=row.code, name=row.name, level=row.level, parent_id=row.parent or None)
        for row in sorted(rows, key=lambda row: (row.level, row.code))
    ]
    return len(Industry.objects.bulk_create(industries, batch_size=BATCH))
