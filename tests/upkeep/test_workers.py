"""Several workers over one database: each job is one worker's at a time."""

import json
import subprocess
import sys
import time

from tests.upkeep.park import Park, wait

RACE = """
import json, os, sys, time
import django; django.setup()
from datetime import timedelta
from yuanqu.engines.jobs import Job
from yuanqu.upkeep import actions
job = Job("example.race", run=dict, when=timedelta(hours=1))
while time.time() < float(sys.argv[2]): pass
print(json.dumps(actions.take_job(job=job, node=sys.argv[1]) is not None))
"""


def test_job_is_taken_by_one_of_many_at_once(park: Park):
    park.does(("migrate",))
    at = str(time.time() + 6)
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, f"node{number}", at],
            env=park.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(6)
    ]
    took = [json.loads(racer.communicate(timeout=60)[0]) for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * 6
    assert sorted(took) == [False] * 5 + [True]


def test_server_keeps_one_worker_that_ends_with_it_however_it_ends(park: Park):
    park.does(("migrate",))
    with park.served() as server:
        wait(lambda: worker_state(server.get("/health/ready")[1]) == "ok")
        before = park.does(("workers",))
        assert len(before) == 1
        server.process.kill()  # only the server itself: the worker has to notice
        wait(lambda: not lock_is_held(park))
    with park.served("--workers", "2") as server:
        wait(lambda: worker_state(server.get("/health/ready")[1]) == "ok")
        after = park.does(("workers",))
        assert [node for node, _ in after] == [node for node, _ in before]
        assert after != before
        for _ in range(12):
            server.get("/about/")
        # Whichever of the processes is asked, it tells what all of them answered.
        counted = 'yuanqu_requests_total{method="GET",route="about",status="200"} 12.0'
        assert counted in server.get("/metrics")[1]
    assert park.does(("workers",)) == []  # it went as it should


def worker_state(said: str) -> str:
    return json.loads(said)["checks"]["worker"] if said else ""


def lock_is_held(park: Park) -> bool:
    import fcntl

    with (park.home / "locks" / "worker").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
