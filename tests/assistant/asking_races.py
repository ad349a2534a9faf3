"""Twenty who ask at once while the index is made anew: `python -m tests.assistant.asking_races`."""

import json
import multiprocessing
import os
import tempfile
import time
from collections import Counter

os.environ.setdefault("YUANQU_HOME", tempfile.mkdtemp(prefix="yuanqu-races-"))

import django

django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from tests.assistant.engine import SmallEngine  # noqa: E402
from tests.assistant.factories import QUESTION, document, entry, pack  # noqa: E402
from yuanqu.assistant import answering  # noqa: E402
from yuanqu.assistant.actions import ask  # noqa: E402
from yuanqu.search import index  # noqa: E402
from yuanqu.search.actions import rebuild_index  # noqa: E402

ASKERS = 20
EACH = 3


def asked(start: float) -> Counter[str]:
    """What one asker was told, in a process of its own."""
    answering.answerer = SmallEngine  # type: ignore[assignment]
    time.sleep(max(0.0, start - time.time()))
    told: Counter[str] = Counter()
    for number in range(EACH):
        turn = ask(asker=AnonymousUser(), text=f"{QUESTION}{'？' * number}")
        told[f"{turn.band} {turn.answer[:12]}"] += 1
    return told


def rebuilt(start: float) -> Counter[str]:
    """Makes the index anew again and again meanwhile."""
    time.sleep(max(0.0, start - time.time()))
    told: Counter[str] = Counter()
    while time.time() < start + 6:
        told["rebuilt" if rebuild_index() >= 0 else "not held"] += 1
    return told


def main() -> None:
    call_command("migrate", verbosity=0)
    held = pack()
    for number in range(30):
        document(held, f"other-{number}", f"第{number}号通知：会议室{number}间，每日开放。")
    document(held)
    entry(held, "停车证去哪里办", "物业前台。")
    rebuild_index()
    connections.close_all()
    index._open.clear()  # each process opens the files for itself
    start = time.time() + 1.5
    with multiprocessing.get_context("fork").Pool(ASKERS + 1) as workers:
        rebuilding = workers.apply_async(rebuilt, (start,))
        asking = [workers.apply_async(asked, (start,)) for _ in range(ASKERS)]
        told = sum((each.get(timeout=120) for each in asking), Counter())
        made = rebuilding.get(timeout=120)
    print(json.dumps({"asked": told, "index": {"rebuilt": int(made["rebuilt"] > 0)}}))  # noqa: T201


if __name__ == "__main__":
    main()
