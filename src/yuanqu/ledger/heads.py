"""The chain's head, written down day by day: a chain recomputed or cut since is found by it.

A copy in YUANQU_HOME protects against the database alone; copy the folder elsewhere as well.
"""

import json
import uuid
from datetime import date
from pathlib import Path

from django.conf import settings

from yuanqu.ledger.verifying import Head, head


def heads_folder() -> Path:
    """Where this node keeps the heads."""
    return Path(settings.HOME) / "heads"


def keep_head(day: date) -> Head:
    """Write down where the chain stands on this day. What was written for a day stays."""
    folder = heads_folder()
    folder.mkdir(parents=True, exist_ok=True)
    now, path = head(), folder / f"{day.isoformat()}.json"
    fresh = folder / f".{uuid.uuid4().hex}"
    try:
        fresh.write_text(json.dumps({"seq": now.seq, "hash": now.hash}), encoding="utf-8")
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
    return now


def kept_heads() -> list[Head]:
    """Every head that was written down here, the latest first.

    What cannot be read is passed over: an emptied file must not keep the others from being asked.
    """
    found = []
    for path in sorted(heads_folder().glob("????-??-??.json"), reverse=True):
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            found.append(Head(int(read["seq"]), str(read["hash"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found
