"""Where files lie: whole or not at all, whatever kills the process that writes them."""

import os
import uuid
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Django's, but a file comes into its place in one step, with its content on the disk.

    Django writes into the place itself. A crash in the middle would leave half a file under a
    digest that promises the whole, and the next upload of the same content would trust it.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: a name is a digest, so what lies there is the same content."""
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        try:
            with fresh.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        return name
