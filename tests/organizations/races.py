"""What happens when several feed the register at once, on a database of its own.

Run by test_races; prints one JSON object. Threads each have a connection of their own.
"""

import json
import sys

import django

from tests.accounts.races import at_once

Counts = dict[str, int]


def one_proposal() -> Counts:
    """One proposal applied by six officials at once: it is applied once."""
    from tests.factories import official
    from tests.organizations.tables import csv_of, row
    from yuanqu.organizations.actions import apply_proposal, propose_import
    from yuanqu.organizations.importing.checking import check_table
    from yuanqu.organizations.importing.texts import text_table
    from yuanqu.organizations.models import Organization

    wang = official()
    report = check_table(text_table(csv_of(*(row(n) for n in range(50)))))
    proposal = propose_import(actor=wang, title="a.csv", report=report)
    answers = at_once(lambda _number: apply_proposal(actor=wang, proposal=proposal), times=6)
    entries = Organization.objects.filter(party__label__startswith="示例企业").count()
    return {"refused": answers.count("proposals.applied"), "entries": entries}


def one_file() -> Counts:
    """One file imported by four at once: all of it once, and the others nothing."""
    from tests.organizations.tables import code, csv_of, row
    from yuanqu.accounts.models import Party
    from yuanqu.organizations.actions import register_all
    from yuanqu.organizations.importing.checking import check_table
    from yuanqu.organizations.importing.records import draft_of
    from yuanqu.organizations.importing.texts import text_table
    from yuanqu.organizations.models import Identifier

    table = text_table(csv_of(*(row(n, name=f"同时导入{n}") for n in range(100, 150))))
    drafts = [draft_of(each.record) for each in check_table(table).rows]
    answers = at_once(lambda _number: register_all(actor=None, drafts=drafts), times=4)
    codes = [code(n) for n in range(100, 150)]
    return {
        "refused": answers.count("import.register_changed"),
        "numbers": Identifier.objects.filter(value__in=codes).count(),
        "parties": Party.objects.filter(label__startswith="同时导入").count(),
    }


def each_into_the_other() -> Counts:
    """Two entries merged into each other at once: one way holds, and nobody goes in a circle."""
    from tests.factories import official
    from tests.organizations.factories import OrganizationFactory
    from yuanqu.organizations.actions import MergeDraft, merge_organizations
    from yuanqu.organizations.aliases import open_aliases
    from yuanqu.organizations.models import MergeCause

    one, other = OrganizationFactory.create_batch(2)
    wang, draft = official("wang2"), MergeDraft(MergeCause.DUPLICATE, "重复")
    ways = [(one, other), (other, one)]
    answers = at_once(
        lambda number: merge_organizations(
            actor=wang, kept=ways[number][0], merged=ways[number][1], draft=draft
        ),
        times=2,
    )
    return {
        "refused": answers.count("organizations.is_merged"),
        "aliases": open_aliases().count(),
    }


def two_claims() -> Counts:
    """One organization claimed by two at once: one came first, and the other is contested."""
    from tests.organizations.factories import OrganizationFactory
    from tests.organizations.test_claims import draft, person
    from yuanqu.cases.actions import submit
    from yuanqu.organizations.models import Claim

    company = OrganizationFactory.create(zh="抢注有限公司", credit_code="91320594MA1EXAMP04")
    cases = [draft(person(name), company) for name in ("李雷", "韩梅")]
    at_once(lambda number: submit(actor=cases[number].filed_by, case=cases[number]), times=2)
    return {
        "claims": Claim.objects.count(),
        "contested": Claim.objects.filter(contested=True).count(),
    }


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    races = (one_proposal, one_file, each_into_the_other, two_claims)
    sys.stdout.write(json.dumps({race.__name__: race() for race in races}))
