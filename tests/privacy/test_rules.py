"""The rules of processing are complete: whatever points to a person is spoken of in one of them."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from yuanqu.accounts.models import Party, User
from yuanqu.engines.workflow.definition import Basis
from yuanqu.privacy.purposes import all_purposes
from yuanqu.privacy.rules import ACCOUNT, OnRequest, all_rules, erasable, expiring

# Keys that name a party which is never a person, or hold nothing besides what another rule says.
NO_PERSON = {
    "accounts.AccountEvent.party": "in whose name; the person is the actor",
    "accounts.Membership.party": "the organization",
    "knowledge.Pack.owner": "an organization; of a pack of the park, nobody",
}
# Apps whose keys to a party are to organizations; their keys to a user are looked at.
OF_ORGANIZATIONS = {"organizations"}


def keys_to_people() -> Iterator[tuple[type[Model], str]]:
    """Every foreign key of ours, and of the libraries we install, that may name a person."""
    for model in apps.get_models():
        if model.__module__.startswith("tests."):
            continue
        people = {User} if model._meta.app_label in OF_ORGANIZATIONS else {User, Party}
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model in people:
                yield model, field.name


def test_whatever_points_to_a_person_is_spoken_of_in_a_rule():
    models = {name for rule in all_rules().values() for name in rule.models}
    acts = {name for rule in all_rules().values() for name in rule.acts}
    silent = set()
    for model, name in keys_to_people():
        label = model._meta.label
        key = f"{label}.{name}"
        if label not in models and key not in acts and key not in NO_PERSON:
            silent.add(key)
    assert silent == set(), "say in the app's personal.yaml what is held, why and how long"


def test_every_model_and_act_that_a_rule_names_is_there():
    for rule in all_rules().values():
        for label in rule.models:
            apps.get_model(label)
        for act in rule.acts:
            label, _dot, name = act.rpartition(".")
            apps.get_model(label)._meta.get_field(name)


@pytest.mark.parametrize("code", sorted(all_rules()))
def test_a_rule_says_what_it_can_do_and_does_what_it_says(code: str):
    rule = all_rules()[code]
    assert code.partition(".")[0] in {app.label for app in apps.get_app_configs()}
    assert rule.holding is not None or rule.acts, "something reads it"
    erases = rule.holding is not None and rule.holding.erase is not None
    assert erases == (rule.on_request == OnRequest.ERASED)
    assert (rule.because is not None) == (rule.on_request == OnRequest.KEPT)
    assert rule.keep.until or rule.keep.days
    assert (rule.keep.days is None) == (rule.keep.since is None)
    runs = rule.holding is not None and rule.holding.expiry is not None
    assert runs or rule.keep.days is None, "a period that is named runs"


def test_a_basis_names_document_article_and_day():
    bases: list[Basis] = [rule.basis for rule in all_rules().values()]
    bases += [rule.keep.basis for rule in all_rules().values() if rule.keep.basis]
    bases += [purpose.basis for purpose in all_purposes().values()]
    for basis in bases:
        assert basis.document
        assert basis.article
        assert date.fromisoformat(basis.date)


def test_only_the_law_that_we_have_is_said_to_be_compared_with_its_text():
    documents = {rule.basis.document for rule in all_rules().values() if rule.basis.verified}
    assert documents == {"个人信息保护法"}


def test_the_account_is_erased_last_for_everything_else_is_found_by_it():
    assert erasable()[-1].code == ACCOUNT
    assert len({rule.code for rule in erasable()}) == len(erasable()) > 5


def test_periods_run_by_themselves():
    assert {rule.code for rule in expiring()} >= {
        "accounts.tokens", "api.answers", "cases.applications", "cases.answers_on_file",
        "ledger.evidence", "privacy.copies",
    }  # fmt: skip
