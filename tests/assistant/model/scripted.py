"""A language model on this machine that does what a script says, over real HTTP."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

KEY = "sk-secret-of-the-test"


class Handler(BaseHTTPRequestHandler):
    """One request; the script writes what it likes."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def sent(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer whole."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


Script = Callable[[Handler], None]


@dataclass
class Model:
    """The server: its address, its script, and what it was asked."""

    address: str = ""
    script: Script = lambda handler: handler.sent(b"", 404)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def says(self, content: Any, tokens: int | None = 120, **message: Any) -> None:
        """From now on answer with this content; what is not text goes as JSON."""
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        choice = {"index": 0, "message": {"role": "assistant", "content": text, **message}}
        answer: dict[str, Any] = {"id": "1", "choices": [choice]}
        if tokens is not None:
            answer["usage"] = {"total_tokens": tokens}
        body = json.dumps(answer).encode()
        self.script = lambda handler: handler.sent(body)

    def states(self, *sentences: tuple[str, list[int]], **more: Any) -> None:
        """From now on answer with these sentences and their passages."""
        rows = [{"text": text, "passages": passages} for text, passages in sentences]
        self.says({"sentences": rows}, **more)

    @property
    def text(self) -> str:
        """What the user's message of the last request held."""
        return str(self.asked[-1]["messages"][1]["content"])


@contextmanager
def scripted_model() -> Iterator[Model]:
    """The server on a free port, as long as the block lasts."""
    model = Model()

    class Asked(Handler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            model.asked.append(json.loads(self.rfile.read(length)) | {"path": self.path})
            model.headers.append(dict(self.headers))
            try:
                model.script(self)
            except OSError:
                self.close_connection = True  # the park has hung up

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64  # a burst of connections waits here; beyond it they are tried anew

    server = Server(("127.0.0.1", 0), Asked)
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
