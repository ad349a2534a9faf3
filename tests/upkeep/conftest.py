from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.upkeep.park import Park, database


@pytest.fixture
def park(tmp_path: Path) -> Iterator[Park]:
    """A park without tables yet, on whichever database this run is on."""
    home = tmp_path / "home"
    home.mkdir()
    with database(home) as url:
        yield Park(home, url)
