"""The one writer of the log of who acted."""

from django.db import transaction

from yuanqu.accounts.models import AccountEvent, Party, User


@transaction.atomic
def record_event(
    *,
    actor: User | None,
    act: str,
    subject: User | None = None,
    party: Party | None = None,
    reference: str | int = "",
) -> AccountEvent:
    """Append who did what for whom. `act` is a code with a sentence in some app's wording."""
    return AccountEvent.objects.create(
        act=act, actor=actor, subject=subject, party=party, reference=str(reference)
    )
