"""Labels, such as high-tech enterprise: read from dated facts of kind `organization.label`."""

from dataclasses import dataclass
from uuid import UUID

from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period
from yuanqu.ledger.models import FactParty

LABEL_KIND = "organization.label"
HOLDER = "holder"
# Where queries put the label facts that they fetched with a party.
HELD_LABELS = "held_label_roles"


@dataclass(frozen=True, slots=True)
class Label:
    """A title or certificate, when the fact says that it was held, and the fact itself."""

    code: str
    names: Names
    occurred: Period
    fact: UUID


def label_of(role: FactParty) -> Label:
    """The label that a holder's part in a label fact is."""
    fact = role.fact
    title = fact.attributes["title"]
    return Label(
        code=fact.attributes["label"],
        names=Names(title["zh"], title["en"]),
        occurred=fact.occurred,
        fact=fact.pk,
    )
