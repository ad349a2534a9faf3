"""One process of a park that a test starts: `python -m tests.search.park COMMAND …`."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
django.setup()

from tests.search.examples import draft, find  # noqa: E402
from yuanqu.search import index  # noqa: E402
from yuanqu.search.actions import publish, rebuild_index  # noqa: E402
from yuanqu.search.catching_up import catch_up, is_behind  # noqa: E402


def migrate() -> None:
    call_command("migrate", "search", verbosity=0)


def publish_many(first: str, count: str) -> None:
    for number in range(int(first), int(first) + int(count)):
        publish(draft(f"organization:{number}", f"示例企业{number}"))


def publish_same(title: str, count: str) -> None:
    for number in range(int(count)):
        publish(draft(f"organization:{number}", title))


def publish_slowly(key: str, begun: str, finish: str) -> None:
    """Publish, but commit only when the file `finish` appears."""
    with transaction.atomic():
        publish(draft(key, "思必驰"))
        Path(begun).touch()
        wait(Path(finish).exists)


def follow(stop: str) -> None:
    """Catch up again and again, until the file `stop` is there and nothing is due."""
    while not Path(stop).exists():
        catch_up(most=50)
    wait(lambda: catch_up() >= 0 and not behind())


def rebuild(times: str) -> None:
    for _ in range(int(times)):
        rebuild_index()


def report(text: str) -> None:
    page = find(text, limit=100)
    generation = index.current()
    assert generation is not None
    print(page.total, page.is_complete, generation.searcher().num_docs)  # noqa: T201


def behind() -> bool:
    generation = index.current()
    return generation is None or is_behind(generation.state)


def wait(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


COMMANDS: dict[str, Callable[..., None]] = {
    each.__name__: each
    for each in (migrate, publish_many, publish_same, publish_slowly, follow, rebuild, report)
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
