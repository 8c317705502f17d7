"""A publisher's server on this machine, as badly behaved as a test wants it."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[["Handler"], None]
"""What the server does with one request."""

YESTERDAY = "Sat, 21 Nov 2026 06:00:00 GMT"


class Handler(BaseHTTPRequestHandler):
    """One request; ``answer`` writes a whole response, ``wfile`` anything else."""

    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, dict(self.headers)))
        acts = self.server.acts.get(self.path, [status(404)])
        act = acts.pop(0) if len(acts) > 1 else acts[0]
        with suppress(BrokenPipeError, ConnectionResetError):  # the client has had enough, as it should
            act(self)

    def answer(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.head(code, **({"Content_Length": str(len(body))} | headers))
        self.wfile.write(body)

    def head(self, code: int, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


class Publisher(ThreadingHTTPServer):
    """Serves acts by path, one a request; the last one stays. ``asked`` holds what was asked, with its headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.acts: dict[str, list[Act]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def serve(self, path: str, *acts: Act) -> str:
        self.acts[path] = list(acts)
        return self.url(path)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, *_arguments: Any) -> None:
        """Say nothing: clients of these tests hang up."""


@contextmanager
def publisher() -> Iterator[Publisher]:
    """Run a publisher's server for a while."""
    with Publisher() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


# --- acts ---------------------------------------------------------------------------------------


def file(body: bytes | str, *, conditional: bool = True, **headers: str) -> Act:
    """Serve a file with an ETag and a date, and answer 304 to who has it; or without both."""
    data = body.encode() if isinstance(body, str) else body
    etag = f'"{hashlib.sha256(data).hexdigest()[:8]}"'

    def act(handler: Handler) -> None:
        if not conditional:
            handler.answer(200, data, **headers)
        elif handler.headers.get("If-None-Match") == etag:
            handler.answer(304, ETag=etag)
        else:
            handler.answer(200, data, **({"ETag": etag, "Last_Modified": YESTERDAY} | headers))

    return act


def status(code: int, **headers: str) -> Act:
    return lambda handler: handler.answer(code, b"<html>sorry</html>", **headers)


def redirect(target: str) -> Act:
    return lambda handler: handler.answer(302, Location=target)


def packed(body: bytes) -> Act:
    data = gzip.compress(body)
    return lambda handler: handler.answer(200, data, Content_Encoding="gzip")


def cut(body: bytes, *, at: int, **headers: str) -> Act:
    """Promise a body and close the connection in the middle of it."""

    def act(handler: Handler) -> None:
        handler.head(200, **({"Content_Length": str(len(body))} | headers))
        handler.wfile.write(body[:at])

    return act


def unmeasured(body: bytes) -> Act:
    """Send a body without its length, so that its end is the end of the connection."""

    def act(handler: Handler) -> None:
        handler.head(200)
        handler.wfile.write(body)

    return act


def drip(body: bytes, *, every: float) -> Act:
    """Send the head at once and the body byte by byte."""

    def act(handler: Handler) -> None:
        handler.head(200, Content_Length=str(len(body)))
        for byte in body:
            handler.wfile.write(bytes([byte]))
            time.sleep(every)

    return act


def dripping_head(*, every: float) -> Act:
    """Send a head that never ends."""

    def act(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(1000):
            handler.wfile.write(b"x")
            time.sleep(every)

    return act


def silence(seconds: float) -> Act:
    return lambda _handler: time.sleep(seconds)
