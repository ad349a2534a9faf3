"""Which sites may embed a pack's box: `widget_hosts` of its settings."""

import re

from yuanqu.knowledge.models import Pack

# As a content security policy takes it: a host, perhaps *. before it and a port after it.
_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9-]+)*(:\d{1,5})?", re.IGNORECASE)
MOST_HOSTS = 40


def hosts_of(pack: Pack) -> tuple[str, ...]:
    """The hosts that may; of a pack that is not public none may. What is no host is left out."""
    said = pack.settings.get("widget_hosts", [])
    if not pack.is_open or not isinstance(said, list):
        return ()
    return tuple(host for host in map(str, said[:MOST_HOSTS]) if is_host(host))


def is_host(text: str) -> bool:
    """Whether it is a host as a policy takes it."""
    return len(text) <= 200 and _HOST.fullmatch(text) is not None
