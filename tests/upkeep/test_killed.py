"""kill -9 in the middle of 100 submissions: what was acknowledged is there, whole and sealed."""

import threading

from tests.upkeep.park import Park
from tests.upkeep.submitting import Client, Entry

SUBMISSIONS = 100


def test_every_acknowledged_submission_outlives_a_kill(park: Park):
    park.given["YUANQU_RATE_LIMIT"] = "0"
    entry = Entry(**park.does(("migrate",), ("people",), ("entry",)))
    with park.served("--workers", "2") as server:
        client = Client(server.port, entry, enough_at=SUBMISSIONS // 2)
        sending = threading.Thread(target=client.send_all, args=(iter(range(SUBMISSIONS)),))
        sending.start()
        assert client.enough.wait(120), client.strange
        server.kill()
        sending.join()
    assert client.strange == []
    assert SUBMISSIONS // 2 <= len(client.acknowledged) < SUBMISSIONS

    with park.served() as server:
        found = park.does(
            ("survivors", *(f"{n}:{fact}" for n, fact in client.acknowledged.items()))
        )
        assert found == {"lost": [], "not_whole": [], "broken": None, "unsealed": 0}
        again = Client(server.port, entry)
        # What got no answer is sent again: by the API under the same keys, which makes it once.
        unheard = set(range(SUBMISSIONS)) - set(client.acknowledged)
        again.send_all(number for number in sorted(unheard) if number % 3)
        assert again.strange == []
    assert park.does(("doubled",)) == {"facts": [], "cases": [], "serials": []}
