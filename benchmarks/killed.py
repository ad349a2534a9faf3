"""Claim: whatever was acknowledged outlives `kill -9`, whole and sealed, and is there once.

Three times 100 submissions to a running server: facts with a file by the form, facts and cases by
the API. Each time the server and everything it started is killed in the middle, and started again.
"""

import os
import sys
import threading
from pathlib import Path

from benchmarks._measure import Figures, on_both_databases

ROUNDS = 3
SUBMISSIONS = 100


def measure() -> Figures:
    """Submit, kill, start again, look; then send again what got no answer, and look for doubles."""
    from tests.upkeep.park import Park
    from tests.upkeep.submitting import Client, Entry

    park = Park(Path(os.environ["YUANQU_HOME"]), os.environ["YUANQU_DATABASE_URL"])
    park.given["YUANQU_RATE_LIMIT"] = "0"
    entry = Entry(**park.does(("people",), ("entry",)))
    figures: Figures = {"acknowledged": 0, "lost": 0, "not_whole": 0, "broken": 0, "errors": 0}
    for turn in range(ROUNDS):
        numbers = range(turn * SUBMISSIONS, (turn + 1) * SUBMISSIONS)
        with park.served("--workers", "2") as server:
            client = Client(server.port, entry, enough_at=20 + 25 * turn)
            sending = threading.Thread(target=client.send_all, args=(iter(numbers),))
            sending.start()
            client.enough.wait(120)
            server.kill()
            sending.join()
        with park.served() as server:
            kept = [f"{number}:{fact}" for number, fact in client.acknowledged.items()]
            found = park.does(("survivors", *kept))
            again = Client(server.port, entry)
            again.send_all(n for n in numbers if n % 3 and n not in client.acknowledged)
        print(f"killed after {len(kept)} acknowledgements: {found}", file=sys.stderr)
        figures["acknowledged"] += len(kept)
        figures["lost"] += len(found["lost"])
        figures["not_whole"] += len(found["not_whole"])
        figures["broken"] += int(found["broken"] is not None) + found["unsealed"]
        figures["errors"] += len(client.strange) + len(again.strange)
    doubled = park.does(("doubled",))
    return figures | {"doubled": sum(map(len, doubled.values()))}


if __name__ == "__main__":
    bars = ("lost", "not_whole", "broken", "doubled", "errors")
    on_both_databases("killed", measure, at_most=dict.fromkeys(bars, 0))
