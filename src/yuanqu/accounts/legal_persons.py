"""Finding an organization by the code that an identity provider vouches for.

The register lies on a higher floor, so it is asked without importing it: an app that knows legal
persons has a module `legal_persons` with `party_of(credit_code) -> Party | None`.
"""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from yuanqu.accounts.models import Party


def party_of_legal_person(credit_code: str) -> Party | None:
    """The party of the organization with this unified social credit code, where one is known."""
    for app in apps.get_app_configs():
        name = f"{app.name}.legal_persons"
        if app.name.startswith("yuanqu.") and name != __name__ and find_spec(name):
            party: Party | None = import_module(name).party_of(credit_code)
            if party is not None:
                return party
    return None
