"""What the build adds to the wheel: compiled translations and the browser libraries.

A user who installs the wheel then needs neither Node nor gettext. An editable install (a checkout)
needs neither: ./run compiles translations in place and settings.py finds build/vendor.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelContents(BuildHookInterface[Any]):
    """Compile catalogs and carry build/vendor as yuanqu/web/vendor."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files; `version` is "standard" or "editable"."""
        if self.target_name != "wheel" or version != "standard":
            return
        sys.path.insert(0, self.root)
        from tools import catalogs, vendor

        catalogs.compile_catalogs()
        if not vendor.is_complete():
            raise FileNotFoundError("build/vendor is not complete: run `./run setup` first.")
        build_data["force_include"][str(Path(self.root) / "build/vendor")] = "yuanqu/web/vendor"
