"""What the search holds about a person: documents about them. What people look for is not kept."""

from collections.abc import Iterator

from django.db.models import QuerySet

from yuanqu.accounts.holdings import Erased, Erasing, Holding, Row
from yuanqu.accounts.models import User
from yuanqu.search.actions import withdraw
from yuanqu.search.models import Document

DOCUMENT = ("key", "kind", "title", "title_en", "names", "body", "url")


def documents(person: User) -> Iterator[Row]:
    """The documents whose subject is the person."""
    yield from _about(person).values(*DOCUMENT)


def erase(order: Erasing) -> Erased:
    """Withdraw them; every node's index forgets them when it next looks."""
    keys = list(_about(order.person).values_list("key", flat=True))
    return Erased(sum(withdraw(key) for key in keys))


def _about(person: User) -> QuerySet[Document]:
    """A document's key ends with the id of what it is about: `organization:<party>`."""
    mine = Document.objects.filter(key__endswith=f":{person.party_id}", is_withdrawn=False)
    return mine.order_by("key")


HOLDINGS = (Holding("search.documents", rows=documents, erase=erase),)
