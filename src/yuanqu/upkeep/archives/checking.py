"""Check a staged database, in a process whose YUANQU_DATABASE_URL is that database.

`python -m yuanqu.upkeep.archives.checking '[{"seq": 5, "hash": "…"}]'` brings its tables up to
date, walks its chain from the first link against each head, ends the sessions in it, and prints
what it found as JSON. It is done here so that no moment has the restored park with sessions that
were ended since the backup.
"""

import json
import os
import sys


def main() -> None:
    """Print the code of the first fault, or an empty one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from yuanqu.ledger.verifying import Head, verify
    from yuanqu.upkeep.actions import end_all_sessions

    call_command("migrate", interactive=False, verbosity=0)
    end_all_sessions()
    code, seq = "", 0
    for head in json.loads(sys.argv[1]):
        broken = verify(Head(head["seq"], head["hash"])).broken
        if broken is not None:
            code, seq = broken.code, broken.seq
            break
    sys.stdout.write(json.dumps({"code": code, "seq": seq}))


if __name__ == "__main__":
    main()
