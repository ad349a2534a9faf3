"""A message broker of one's own on the loopback: what MQTT 3.1.1 asks of one for QoS 0 and 1.

It listens on a real socket, takes subscriptions without wildcards but `#` at the end, hands on what
is published, and can be told to take connections and never answer.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK, PINGREQ, PINGRESP = 1, 2, 3, 4, 8, 9, 12, 13


@dataclass
class Broker:
    """What it was told, by topic, and who listens."""

    port: int
    is_silent: bool = False
    password: str = ""
    messages: list[tuple[str, bytes]] = field(default_factory=list)
    listeners: list[tuple[str, socket.socket]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"

    def hand_on(self, topic: str, payload: bytes) -> None:
        self.messages.append((topic, payload))
        body = struct.pack("!H", len(topic.encode())) + topic.encode() + payload
        for wanted, listener in self.listeners:
            if wanted == topic or (wanted.endswith("#") and topic.startswith(wanted[:-1])):
                listener.sendall(bytes([PUBLISH << 4]) + length_of(len(body)) + body)
        self.arrived.set()

    def talk(self, talking: socket.socket) -> None:
        with contextlib.suppress(OSError, EOFError), talking:
            while True:
                self.answer(talking, *packet(talking))

    def answer(self, talking: socket.socket, kind: int, flags: int, body: bytes) -> None:
        if self.is_silent:
            return
        if kind == CONNECT:
            is_right = not self.password or body.endswith(self.password.encode())
            talking.sendall(bytes([CONNACK << 4, 2, 0, 0 if is_right else 5]))
            if not is_right:
                raise EOFError
        elif kind == PUBLISH:
            size = struct.unpack("!H", body[:2])[0]
            topic, rest = body[2 : 2 + size].decode(), body[2 + size :]
            if flags & 0b0110:
                talking.sendall(bytes([PUBACK << 4, 2]) + rest[:2])
                rest = rest[2:]
            self.hand_on(topic, rest)
        elif kind == SUBSCRIBE:
            size = struct.unpack("!H", body[2:4])[0]
            self.listeners.append((body[4 : 4 + size].decode(), talking))
            talking.sendall(bytes([SUBACK << 4, 3]) + body[:2] + b"\x00")
        elif kind == PINGREQ:
            talking.sendall(bytes([PINGRESP << 4, 0]))


def packet(talking: socket.socket) -> tuple[int, int, bytes]:
    """The next packet: its kind, its flags and what it holds."""
    (first,) = exactly(talking, 1)
    size, shift = 0, 0
    while True:
        (part,) = exactly(talking, 1)
        size |= (part & 0x7F) << shift
        shift += 7
        if not part & 0x80:
            return first >> 4, first & 0x0F, exactly(talking, size)


def exactly(talking: socket.socket, size: int) -> bytes:
    read = b""
    while len(read) < size:
        if not (more := talking.recv(size - len(read))):
            raise EOFError
        read += more
    return read


def length_of(size: int) -> bytes:
    written = b""
    while True:
        size, part = divmod(size, 128)
        written += bytes([part | (0x80 if size else 0)])
        if not size:
            return written


@contextlib.contextmanager
def brokered(**given: object) -> Iterator[Broker]:
    """A broker until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        broker = Broker(listening.getsockname()[1], **given)  # type: ignore[arg-type]

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    talking, _ = listening.accept()
                    threading.Thread(target=broker.talk, args=[talking], daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield broker
        listening.shutdown(socket.SHUT_RDWR)
