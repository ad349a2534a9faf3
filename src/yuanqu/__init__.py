"""Yuanqu 园区: the open operating system of an innovation park."""

import os

__version__ = "0.1.0"

# Our matrices are small, and each process has its own request: threads would only wait for each
# other. It counts only before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
