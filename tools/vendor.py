"""The browser libraries: which files of them the pages load, and the folder that carries them.

npm fetches whole packages into node_modules (92 MB); the pages load the few files named here. No
third-party file is committed: they are copied into build/vendor, and from there into the wheel.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "build" / "vendor"

FILES = {  # the path within node_modules, and the name that templates use
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    # The smallest published build of ECharts: line, bar and pie charts. 169 kB compressed.
    "echarts/dist/echarts.simple.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
}
SOURCE_MAP = re.compile(rb"\n(//|/\*)# sourceMappingURL=[^\n]*\s*\Z")


def without_source_map(content: bytes) -> bytes:
    """The file less its last line's pointer to a map that we do not carry."""
    return SOURCE_MAP.sub(b"\n", content)


def copy_vendor() -> int:
    """Copy the named files from node_modules; returns how many. Anything else there is removed."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for path, name in FILES.items():
        content = (ROOT / "node_modules" / path).read_bytes()
        (VENDOR / name).write_bytes(without_source_map(content))
    return len(FILES)


def is_complete() -> bool:
    """Every named file is there."""
    return all((VENDOR / name).is_file() for name in FILES.values())
