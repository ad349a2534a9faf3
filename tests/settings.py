"""yuanqu.settings as the tests use them: state in a folder that ends with the run."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="yuanqu-tests-")
os.mkdir(f"{_home}/static")  # noqa: PTH102 - WhiteNoise warns where there is none
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["YUANQU_HOME"] = _home
os.environ["YUANQU_STATIC"] = "plain"  # pages without collecting files first
os.environ["YUANQU_SMS"] = "outbox"  # codes by short message, read from the database
os.environ["YUANQU_REQUIRE_SECOND_FACTOR"] = "no"  # tests/accounts/test_factors.py sets it

from yuanqu.settings import *  # noqa: E402, F403

# Matters that use every part of the machine; see tests/cases/sample.
INSTALLED_APPS = ["tests.cases.sample", *INSTALLED_APPS]  # noqa: F405

# The real hasher takes a quarter of a second on purpose, at each log-in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
