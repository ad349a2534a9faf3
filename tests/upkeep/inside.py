"""What a test does inside a park, one thing after the other; prints what the last one gives."""

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from tests.factories import PASSWORD, evidence, figure, official, park  # noqa: E402
from tests.upkeep.submitting import content, digest, words  # noqa: E402
from yuanqu.accounts.actions.tokens import create_token  # noqa: E402
from yuanqu.accounts.models import User  # noqa: E402
from yuanqu.cases.models import Case  # noqa: E402
from yuanqu.cli import main  # noqa: E402
from yuanqu.engines.workflow.states import Part, State  # noqa: E402
from yuanqu.ledger.actions import record_fact  # noqa: E402
from yuanqu.ledger.files import file_content, store_file  # noqa: E402
from yuanqu.ledger.models import EvidenceContent, Fact, Seal  # noqa: E402
from yuanqu.ledger.verifying import head, verify  # noqa: E402
from yuanqu.search.index import current  # noqa: E402
from yuanqu.search.models import Document  # noqa: E402
from yuanqu.upkeep.models import Backup, Worker  # noqa: E402
from yuanqu.upkeep.working import run_due_jobs  # noqa: E402


def people() -> str:
    """王芳, an official, and her password."""
    official()
    return PASSWORD


def record(first: str, count: str) -> list[str]:
    """Facts, each with a file of its own."""
    wang = User.objects.get(username="wangfang")
    made = []
    for number in range(int(first), int(first) + int(count)):
        file = store_file(BytesIO(f"证据文件{number}".encode()), f"{number}.txt")
        piece = evidence(quote=f"第{number}处", file=file)
        made.append(record_fact(actor=wang, draft=figure(park(), evidence=(piece,))))
    return [str(fact.pk) for fact in made]


def state() -> dict[str, Any]:
    """Everything that must survive: chain, facts, files whole, and how the index stands."""
    report = verify()
    generation = current()
    digests = EvidenceContent.objects.exclude(file_sha256="").values_list("file_sha256", flat=True)
    return {
        "head": [head().seq, head().hash],
        "broken": report.broken and report.broken.code,
        "facts": Fact.objects.count(),
        "seals": Seal.objects.count(),
        "files": sum(bool(file_content(digest)) for digest in digests),
        "documents": generation.searcher().num_docs if generation else 0,
        "sessions": Session.objects.count(),
        "backups": Backup.objects.count(),
    }


def run_jobs() -> dict[str, bool]:
    """What is due now."""
    return run_due_jobs()


def workers() -> list[list[str]]:
    """Who gives signs of life, and since when."""
    rows = Worker.objects.order_by("node").values_list("node", "started_at")
    return [[node, at.isoformat()] for node, at in rows]


def entry() -> dict[str, str]:
    """With what 王芳 comes in."""
    wang, client = User.objects.get(username="wangfang"), Client()
    client.force_login(wang)
    made = create_token(user=wang, name="test", scopes=("facts:write", "cases:write"))
    return {
        "token": made.secret,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "party": str(park().pk),
        "area": park().label,
        "person": str(wang.party_id),
    }


def survivors(*acknowledged: str) -> dict[str, Any]:
    """Of the acknowledged (number:id) those that are not there, or not whole."""
    made = dict(pair.split(":") for pair in acknowledged)
    kept = {str(fact.pk): fact for fact in Fact.objects.filter(pk__in=made.values())}
    cases = {str(case.pk): case for case in Case.objects.filter(pk__in=made.values())}
    report = verify()
    return {
        "lost": [n for n, key in made.items() if key not in kept and key not in cases],
        "not_whole": [
            n
            for n, key in made.items()
            if (key in kept and not fact_is_whole(int(n), kept[key]))
            or (key in cases and not case_is_whole(int(n), cases[key]))
        ],
        "broken": report.broken and report.broken.code,
        "unsealed": report.unsealed,
    }


def fact_is_whole(number: int, fact: Fact) -> bool:
    """Everything that the submission said, its file to the last byte, and what follows from it."""
    piece = fact.evidence.get().content
    has_file = number % 3 == 0
    return (
        fact.quantity is not None
        and fact.quantity.number == number
        and piece.quote == f"第{number}处"
        and fact.roles.get().party == park()
        and fact.standing.standing == "claimed"
        and fact.seal.seq > 0
        and Document.objects.filter(key=f"fact:{fact.pk}").exists()
        and piece.file_sha256 == (digest(number) if has_file else "")
        and (not has_file or file_content(piece.file_sha256) == content(number))
    )


def case_is_whole(number: int, case: Case) -> bool:
    """Submitted, numbered, with its answers and its story."""
    codes = list(case.events.values_list("code", flat=True))
    return (
        case.state == State.SUBMITTED
        and case.answers["text"] == words(number)
        and case.number != ""
        and case.submitted_at is not None
        and case.waits_for == Part.DESK
        and len([code for code in codes if "submit" in code]) == 1
    )


def doubled() -> dict[str, list[Any]]:
    """Quotations that stand in more than one fact of the API, cases twice, numbers with a gap."""
    facts = EvidenceContent.objects.filter(file_sha256="").values("quote")
    sent = Case.objects.exclude(number="")
    serials = sorted(case.serial or 0 for case in sent)
    texts = [case.answers["text"] for case in Case.objects.all()]
    return {
        "facts": [row["quote"] for row in facts.annotate(n=Count("pk")).filter(n__gt=1)],
        "cases": [text for text in set(texts) if texts.count(text) > 1],
        "serials": [] if serials == list(range(1, len(serials) + 1)) else serials,
    }


def yuanqu(*arguments: str) -> None:
    """A command, as an operator types it."""
    main(list(arguments), standalone_mode=False)


def migrate() -> None:
    call_command("migrate", verbosity=0)


def begin_session() -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["x"] = 1
    store.create()


WHAT: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        migrate,
        people,
        record,
        state,
        run_jobs,
        workers,
        entry,
        survivors,
        doubled,
        yuanqu,
        begin_session,
    )
}

if __name__ == "__main__":
    result = None
    for name, *given in json.loads(sys.argv[1]):
        result = WHAT[name](*given)
    print(f"\n{json.dumps(result)}")  # noqa: T201
