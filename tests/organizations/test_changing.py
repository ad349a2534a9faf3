"""Renaming, describing and numbering organizations that are registered."""

from datetime import date

import pytest
from django.utils import timezone

from tests.factories import official
from tests.organizations.factories import (
    CREDIT_CODE,
    OrganizationFactory,
)
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party
from yuanqu.accounts.wording import sentence
from yuanqu.organizations.actions import (
    Renaming,
    add_identifier,
    add_name,
    change_profile,
    register_organization,
    rename_organization,
)
from yuanqu.organizations.drafts import IdentifierDraft, NameDraft, OrganizationDraft, Profile
from yuanqu.organizations.models import (
    NameKind,
    NameLanguage,
    OrganizationKind,
    Scheme,
)
from yuanqu.search.models import Document

pytestmark = pytest.mark.django_db

COMPANY = OrganizationKind.COMPANY


def test_a_new_name_makes_the_old_one_a_former_name_with_its_last_day():
    kept = OrganizationFactory.create(zh="旧名有限公司", en="Old Name")
    since = date(2024, 3, 1)
    renamed = rename_organization(
        actor=official(), organization=kept, renaming=Renaming("新名有限公司", since)
    )
    assert (renamed.party.label, renamed.party.label_en) == ("新名有限公司", "Old Name")
    assert list(renamed.names.values_list("kind", "text", "valid_from", "valid_to")) == [
        ("current", "新名有限公司", since, None),
        ("current", "Old Name", None, None),
        ("former", "旧名有限公司", None, since),
    ]
    document = Document.objects.get(key=f"organization:{kept.pk}")
    assert document.title == "新名有限公司"
    assert set(document.names) == {"新名有限公司", "Old Name", "旧名有限公司"}


def test_an_english_name_can_be_given_later():
    kept = OrganizationFactory.create(zh="示例")
    rename_organization(
        actor=None,
        organization=kept,
        renaming=Renaming("Example", date(2024, 1, 1), NameLanguage.EN, official=False),
    )
    assert Party.objects.get().label_in("en") == "Example"


@pytest.mark.parametrize(
    ("text", "since", "code"),
    [
        ("示例", date(2024, 3, 1), "organizations.same_name"),
        ("新名", date(2020, 1, 1), "organizations.renamed_before"),
        ("新名", date(2021, 1, 1), "organizations.renamed_before"),
        ("", date(2024, 3, 1), "organizations.name_missing"),
        ("新名", date(9000, 1, 1), "organizations.day_in_the_future"),
    ],
)
def test_a_wrong_renaming_is_refused(text: str, since: date, code: str):
    kept = register_organization(
        actor=None,
        draft=OrganizationDraft(
            Profile(COMPANY), (NameDraft("示例", valid_from=date(2021, 1, 1)),)
        ),
    )
    with pytest.raises(Refused) as refused:
        rename_organization(actor=None, organization=kept, renaming=Renaming(text, since))
    assert refused.value.code == code
    assert sentence(code, refused.value.facts)
    assert list(kept.names.values_list("text", "kind")) == [("示例", "current")]


def test_a_name_is_added_once_and_never_as_a_second_current_one():
    kept = OrganizationFactory.create(zh="示例")
    short = NameDraft("例", kind=NameKind.SHORT)
    add_name(actor=None, organization=kept, draft=short)
    for name, code in ((short, "same_name"), (NameDraft("又名"), "two_current_names")):
        with pytest.raises(Refused, match=code):
            add_name(actor=None, organization=kept, draft=name)
    assert kept.names.count() == 2


def test_a_profile_is_replaced_as_a_whole():
    kept = OrganizationFactory.create(cluster="ai", summary_zh="旧")
    changed = change_profile(
        actor=official(),
        organization=kept,
        profile=Profile(OrganizationKind.INSTITUTE, industry="M73", summary_en="New"),
    )
    changed.refresh_from_db()
    assert (changed.kind, changed.industry, changed.cluster) == ("institute", "M73", "")
    assert (changed.summary_zh, changed.summary_en) == ("", "New")
    assert "New" in Document.objects.get().body


def test_an_organization_does_not_become_a_consortium():
    kept = OrganizationFactory.create()
    with pytest.raises(Refused, match="another_sort_of_party"):
        change_profile(actor=None, organization=kept, profile=Profile(OrganizationKind.CONSORTIUM))


def test_the_register_is_found_by_the_search():
    kept = OrganizationFactory.create(zh="示例", en="Example", credit_code=CREDIT_CODE)
    document = Document.objects.get()
    assert (document.key, document.kind, document.url, document.access) == (
        f"organization:{kept.pk}",
        "organization",
        f"/organizations/{kept.pk}/",
        ["public"],
    )
    assert (document.title, document.title_en) == ("示例", "Example")
    assert CREDIT_CODE in document.names


def test_a_number_not_seen_by_an_official_stays_unverified():
    kept = OrganizationFactory.create()
    added = add_identifier(
        actor=None, organization=kept, draft=IdentifierDraft(Scheme.USCC, CREDIT_CODE, True)
    )
    assert (added.verified_at, added.verified_by) == (None, None)
    assert str(added) == f"uscc:{CREDIT_CODE}"
    assert kept.registered_at <= timezone.now()
