"""Registering organizations: what is kept, and what is refused."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from tests.factories import assistant, official, stranger
from tests.organizations.factories import (
    ANOTHER_CREDIT_CODE,
    CREDIT_CODE,
    OrganizationFactory,
    draft,
)
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, PartyKind
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
    ChainStage,
    Cluster,
    Identifier,
    NameKind,
    NameLanguage,
    Organization,
    OrganizationKind,
    OrganizationName,
    Scheme,
)
from yuanqu.organizations.queries import organization_to_open
from yuanqu.search.models import Document

pytestmark = pytest.mark.django_db

COMPANY = OrganizationKind.COMPANY
NASTY = (
    "'; DROP TABLE organizations_organization; --",
    '<script>alert("1")</script>',
    "<img src=x onerror=alert(1)> & “公司”",
    "%(name)s {name} %s %",
)


def refusal(**arguments: Any) -> Refused:
    """What registering answers; a refused one leaves nothing behind."""
    before = Party.objects.count()
    with pytest.raises(Refused) as refused:
        register_organization(**{"actor": None} | arguments)
    assert (Organization.objects.count(), Party.objects.count()) == (0, before)
    assert sentence(refused.value.code, refused.value.facts)
    return refused.value


def everything() -> OrganizationDraft:
    """A draft with something in each field, typed carelessly."""
    profile = Profile(
        COMPANY, "c2710", Cluster.BIOMEDICINE, ChainStage.MIDSTREAM, " 示例  企业 ", "Example"
    )
    names = (
        NameDraft("  示例生物（苏州）\u00a0有限公司\x00 ", valid_from=date(2020, 5, 1)),
        NameDraft("Example Biology", NameLanguage.EN, official=False),
        NameDraft("示例生物", kind=NameKind.SHORT, official=False),
        NameDraft("旧名有限公司", kind=NameKind.FORMER, valid_to=date(2020, 5, 1)),
    )
    number = IdentifierDraft(Scheme.USCC, CREDIT_CODE.lower(), verified=True)
    return OrganizationDraft(profile, names, (number,))


def test_an_organization_keeps_its_profile_and_its_party_its_names():
    registered = register_organization(actor=official(), draft=everything(), id=(chosen := uuid4()))
    kept = organization_to_open(AnonymousUser(), chosen).get()
    assert kept == registered
    assert (kept.party.kind, kept.party.label, kept.party.label_en) == (
        PartyKind.ORGANIZATION,
        "示例生物（苏州） 有限公司",
        "Example Biology",
    )
    assert (kept.kind, kept.industry) == ("company", "C2710")
    assert (kept.cluster, kept.chain_stage) == ("biomedicine", "midstream")
    assert (kept.summary_in("zh-hans"), kept.summary_in("en")) == ("示例 企业", "Example")


def test_an_organization_keeps_its_names_and_numbers():
    wang = official()
    registered = register_organization(actor=wang, draft=everything())
    kept = organization_to_open(AnonymousUser(), registered.pk).get()
    assert [(name.kind, name.text, name.official) for name in kept.names.all()] == [
        ("current", "示例生物（苏州） 有限公司", True),
        ("current", "Example Biology", False),
        ("former", "旧名有限公司", True),
        ("short", "示例生物", False),
    ]
    number = kept.identifiers.get()
    assert (number.scheme, number.value, number.verified_by) == ("uscc", CREDIT_CODE, wang.party)
    assert number.verified_at is not None


def test_a_summary_in_the_other_language_is_better_than_none():
    only = OrganizationFactory.create(summary_zh="示例")
    assert (only.summary_in("zh-hans"), only.summary_in("en")) == ("示例", "示例")


def test_a_foreign_member_without_a_credit_code_is_ordinary():
    foreign = OrganizationFactory.create(zh="", en="Example Oy", kind=OrganizationKind.CENTER)
    assert (foreign.party.label_in("zh-hans"), foreign.party.label_in("en")) == (
        "Example Oy",
        "Example Oy",
    )
    assert not foreign.identifiers.exists()


@pytest.mark.parametrize(
    ("kind", "party_kind"),
    [("company", "organization"), ("consortium", "consortium"), ("park", "park")],
)
def test_the_party_behind_is_of_the_right_sort(kind: str, party_kind: str):
    assert OrganizationFactory.create(kind=kind).party.kind == party_kind


@pytest.mark.parametrize("text", NASTY)
def test_sql_and_html_are_kept_as_the_text_they_are(text: str):
    kept = OrganizationFactory.create(zh=text, en=text, summary_zh=text, summary_en=text)
    add_name(actor=None, organization=kept, draft=NameDraft(f"{text}2", kind=NameKind.ALIAS))
    add_identifier(actor=None, organization=kept, draft=IdentifierDraft(Scheme.OTHER, text))
    kept.refresh_from_db()
    assert (kept.party.label, kept.party.label_en) == (text, text)
    assert (kept.summary_zh, kept.summary_en) == (text, text)
    assert set(kept.names.values_list("text", flat=True)) == {text, f"{text}2"}
    assert kept.identifiers.get().value == text
    assert Organization.objects.count() == 1


# --- refusals ----------------------------------------------------------------------------


def test_only_officials_write_in_the_register():
    kept = OrganizationFactory.create()
    profile = Profile(COMPANY)
    for actor in (stranger(), assistant(kept.party)):
        for attempt in (
            lambda: register_organization(actor=actor, draft=draft()),  # noqa: B023
            lambda: rename_organization(
                actor=actor,  # noqa: B023
                organization=kept,
                renaming=Renaming("新名", date(2024, 1, 1)),
            ),
            lambda: add_name(
                actor=actor,  # noqa: B023
                organization=kept,
                draft=NameDraft("别名", kind=NameKind.ALIAS),
            ),
            lambda: add_identifier(
                actor=actor,  # noqa: B023
                organization=kept,
                draft=IdentifierDraft(Scheme.USCC, CREDIT_CODE),
            ),
            lambda: change_profile(actor=actor, organization=kept, profile=profile),  # noqa: B023
        ):
            with pytest.raises(Refused, match=r"accounts\.officials_only"):
                attempt()
    assert Organization.objects.count() == OrganizationName.objects.count() == 1
    assert Identifier.objects.count() == 0


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "uscc.length"),
        ("9132059", "uscc.length"),
        (CREDIT_CODE + "0", "uscc.length"),
        ("91320594MA1EXAMI04", "uscc.character"),
        ("9132O594MA1EXAMP04", "uscc.character"),
        ("91320594MA1EXAMP05", "uscc.check_digit"),
        ("91320594MA1EXAPM04", "uscc.check_digit"),
    ],
)
def test_a_wrong_credit_code_is_refused(number: str, code: str):
    kept = OrganizationFactory.create()
    wrong = IdentifierDraft(Scheme.USCC, number)
    with pytest.raises(Refused) as refused:
        add_identifier(actor=None, organization=kept, draft=wrong)
    assert refused.value.code == code
    assert sentence(code, refused.value.facts)
    assert not kept.identifiers.exists()


@pytest.mark.parametrize(
    ("scheme", "number", "code"),
    [
        (Scheme.LEI, "213800KUD8LAJWSQ9D16", "lei.check_digit"),
        (Scheme.ROR, "https://ror.org/03yrm5c27", "ror.check_digit"),
        (Scheme.OTHER, "  ", "organizations.number_length"),
        (Scheme.OTHER, "9" * 61, "organizations.number_length"),
        ("duns", "123", "organizations.unknown_choice"),
    ],
)
def test_a_wrong_number_of_another_scheme_is_refused(scheme: Any, number: str, code: str):
    wrong = OrganizationDraft(
        Profile(COMPANY), (NameDraft("示例"),), (IdentifierDraft(scheme, number),)
    )
    assert refusal(draft=wrong).code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"zh": ""}, "organizations.name_missing"),
        ({"zh": " \x00\u200b\n"}, "organizations.name_missing"),
        ({"zh": "长" * 201}, "organizations.too_long"),
        ({"summary_zh": "长" * 501}, "organizations.too_long"),
        ({"kind": "shop"}, "organizations.unknown_choice"),
        ({"cluster": "steel"}, "organizations.unknown_choice"),
        ({"chain_stage": "top"}, "organizations.unknown_choice"),
        ({"industry": "2710"}, "industry.malformed"),
        ({"industry": "C"}, None),
        ({"industry": "A2710"}, "industry.other_section"),
    ],
)
def test_a_wrong_description_is_refused(changes: dict[str, Any], code: str | None):
    if code is None:
        assert OrganizationFactory.create(**changes).industry == "C"
    else:
        assert refusal(draft=draft(**changes)).code == code


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ((NameDraft("甲"), NameDraft("乙")), "organizations.two_current_names"),
        ((NameDraft("甲", kind=NameKind.SHORT),), "organizations.name_missing"),
        (
            (NameDraft("甲", valid_to=date(2024, 1, 1)),),
            "organizations.current_name_has_no_end",
        ),
        (
            (
                NameDraft("甲"),
                NameDraft(
                    "乙",
                    kind=NameKind.FORMER,
                    valid_from=date(2024, 1, 1),
                    valid_to=date(2024, 1, 1),
                ),
            ),
            "organizations.name_ends_before_it_begins",
        ),
        ((NameDraft("甲", valid_from=date(9000, 1, 1)),), "organizations.day_in_the_future"),
        ((NameDraft("甲", language="fr"),), "organizations.unknown_choice"),  # type: ignore[arg-type]
    ],
)
def test_wrong_names_are_refused(names: tuple[NameDraft, ...], code: str):
    assert refusal(draft=OrganizationDraft(Profile(COMPANY), names)).code == code


def test_one_credit_code_is_one_organization():
    first = OrganizationFactory.create(credit_code=CREDIT_CODE)
    with pytest.raises(Refused) as refused:
        register_organization(
            actor=None, draft=draft("另一家", credit_code=f" {CREDIT_CODE.lower()} ")
        )
    assert (refused.value.code, refused.value.facts) == (
        "organizations.identifier_taken",
        {"value": CREDIT_CODE},
    )
    assert Organization.objects.get() == first
    assert Party.objects.count() == 1
    assert Document.objects.count() == 1


def test_an_organization_has_one_credit_code_and_any_number_of_others():
    kept = OrganizationFactory.create(credit_code=CREDIT_CODE)
    with pytest.raises(Refused, match="identifier_already_held"):
        add_identifier(
            actor=None,
            organization=kept,
            draft=IdentifierDraft(Scheme.USCC, ANOTHER_CREDIT_CODE),
        )
    for value in ("甲-1", "乙-2"):
        add_identifier(actor=None, organization=kept, draft=IdentifierDraft(Scheme.OTHER, value))
    assert kept.identifiers.count() == 3


def test_two_organizations_may_have_one_name():
    OrganizationFactory.create(zh="纳微")
    OrganizationFactory.create(zh="纳微")
    assert Organization.objects.count() == 2


def test_the_database_itself_holds_one_current_name_and_one_number():
    kept, other = OrganizationFactory.create(credit_code=CREDIT_CODE), OrganizationFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationName.objects.create(
            organization=kept, text="又名", language="zh", kind="current"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(organization=other, scheme="uscc", value=CREDIT_CODE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=kept.pk).update(cluster="steel")
