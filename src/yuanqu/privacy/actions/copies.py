"""Copies of everything held about a person: asked for, made after the commit, dropped in time."""

from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.holdings import Erased
from yuanqu.accounts.models import User
from yuanqu.cases.models import Case
from yuanqu.ledger.files import drop_file, keep_content
from yuanqu.privacy.models import PersonalCopy
from yuanqu.privacy.packing import packed

FOLDER = "copies"
ZIP = "application/zip"
ONE_EVERY = timedelta(days=1)


@transaction.atomic
def ask_copy(*, actor: User, person: User, case: Case | None = None) -> PersonalCopy:
    """Have a copy made: by oneself on the page, once a day, or by the decision of a request.

    It is packed once this is committed. Raises `Refused` where today's is there already.
    """
    held = User.objects.select_for_update().get(pk=person.pk)
    now = timezone.now()
    if case is None and _own(held).filter(asked_at__gt=now - ONE_EVERY).exists():
        raise Refused("privacy.copy_waits")
    copy = PersonalCopy.objects.create(person=held, case=case, asked_at=now)
    record_event(actor=actor, act="privacy.copied", subject=held, reference=str(copy.pk))
    transaction.on_commit(make_copies, robust=True)
    return copy


def make_copies() -> int:
    """Make every copy that was asked for and is not there. Safe in any process."""
    waiting = PersonalCopy.objects.filter(made_at__isnull=True).select_related("person")
    return sum(_make(copy=copy, content=packed(copy.person)) for copy in waiting)


@transaction.atomic
def _make(*, copy: PersonalCopy, content: bytes) -> bool:
    held = PersonalCopy.objects.select_for_update().filter(pk=copy.pk, made_at=None).first()
    if held is None:
        return False
    file = keep_content(content, f"{copy.pk}.zip", ZIP, FOLDER)
    held.made_at, held.sha256, held.size = timezone.now(), file.sha256, file.size
    held.save(update_fields=["made_at", "sha256", "size"])
    return True


def sweep_copies(now: datetime) -> int:
    """Remove files that a crash left without their row. Returns how many.

    A file of the last day is left alone: its row may be about to be written.
    """
    removed = 0
    for folder in _folders():
        names = set(default_storage.listdir(folder)[1])
        named = PersonalCopy.objects.filter(sha256__in=names).values_list("sha256", flat=True)
        for path in (f"{folder}/{name}" for name in names - set(named)):
            if now - default_storage.get_modified_time(path) > ONE_EVERY:
                default_storage.delete(path)
                removed += 1
    return removed


def _folders() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[0]]


def old_copies(before: datetime) -> QuerySet[PersonalCopy]:
    """Copies that were made before then."""
    return PersonalCopy.objects.filter(made_at__lt=before)


@transaction.atomic
def drop_copies(*, before: datetime) -> int:
    """Drop what has lain long enough, with its file."""
    return _drop(old_copies(before))


@transaction.atomic
def drop_copies_of(*, person: User) -> Erased:
    """Drop every copy of a person."""
    return Erased(_drop(PersonalCopy.objects.filter(person=person)))


def _own(person: User) -> QuerySet[PersonalCopy]:
    return PersonalCopy.objects.filter(person=person, case__isnull=True)


def _drop(copies: QuerySet[PersonalCopy]) -> int:
    digests = set(copies.exclude(sha256="").values_list("sha256", flat=True))
    gone, _by_model = copies.delete()
    for sha256 in digests:
        transaction.on_commit(partial(drop_file, sha256, FOLDER))
    return gone
