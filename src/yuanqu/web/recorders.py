"""Who opens the page for recording: an official, or somebody who speaks for an organization."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from yuanqu.accounts.access import is_official
from yuanqu.accounts.models import Party
from yuanqu.ledger.access import spoken_for
from yuanqu.ledger.kinds import Kind, is_about, is_by_hand
from yuanqu.web.gates import PersonRequest


@dataclass(frozen=True, slots=True)
class Recorder:
    """What this person may record here, and the organization that it is to be about, if any."""

    is_official: bool
    about: Party | None
    kinds: frozenset[str] = frozenset()  # of the parties that others than officials speak for

    def may_take(self, kind: Kind) -> bool:
        """Whether this person may record facts of the kind: a company no figures of the park."""
        if not is_by_hand(kind.code):
            return False
        return self.is_official or any(is_about(kind, each) for each in self.kinds)


def recorder_of(request: PersonRequest) -> Recorder:
    """The person, and the organization that `?for=` names or, where they speak for one, that one.

    Raises `Http404` for whoever may record nothing, or not about that organization.
    """
    official, named = is_official(request.user), _named(request)
    own = set() if official else spoken_for(request.user)
    if not official and (not own or (named is not None and named not in own)):
        raise Http404
    if named is None and len(own) == 1:
        (named,) = own
    parties = list(Party.objects.filter(pk__in=own | ({named} if named else set())))
    found = next((party for party in parties if party.pk == named), None)
    return Recorder(official, found, frozenset(party.kind for party in parties))


def _named(request: PersonRequest) -> UUID | None:
    try:
        return UUID(request.GET["for"]) if "for" in request.GET else None
    except ValueError:
        raise Http404 from None
