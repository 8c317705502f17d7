"""The one place that talks to a network: a file from a publisher's address, bounded in every way.

Bounded are the silence of the server, the whole time, the tries, the redirects, and the size as it is unpacked. A
body that ends before its stated length, or in the middle of its compression, is a cut one.
"""

from __future__ import annotations

import contextlib
import email.utils
import functools
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from sarcheck import __version__
from sarcheck.errors import SarcheckError
from sarcheck.importing import Origin, StoredFile
from sarcheck.update._words import cure, reason

if TYPE_CHECKING:
    import ssl

    import httpx

    from sarcheck.packs import UpdatePolicy

T = TypeVar("T")
Progress = Callable[[str, int, "int | None"], None]
"""Is told an address, the bytes received so far, and how many there are where the server says so."""
Sleep = Callable[[float], None]

_SCHEMES = ("http", "https")
_BLOCK = 1024 * 1024
_LONGEST_VALIDATOR = 512
_GZIP = zlib.MAX_WBITS | 16
_OK, _NOT_MODIFIED, _TOO_MANY, _SERVER_ERROR = 200, 304, 429, 500


class FetchError(SarcheckError):
    """A file that did not come (failed), or came as no list can be (refused)."""

    def __init__(self, message: str, state: Literal["failed", "refused"] = "failed") -> None:
        self.message, self.state = message, state
        super().__init__(message)


class _PassingError(Exception):
    """A trouble that may be gone at the next try; ``wait`` is how many seconds the server asks to wait."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(message)


class Task(NamedTuple):
    """A file to fetch: from where, to where, at most how many bytes; ``known`` is the copy that is stored."""

    url: str
    target: Path
    max_bytes: int
    known: StoredFile | None = None


class Answer(NamedTuple):
    """What came; ``path`` is None when the server says that the stored copy is its newest."""

    path: Path | None
    origin: Origin
    bytes: int = 0


def fetch(task: Task, policy: UpdatePolicy, *, fetched: str, sleep: Sleep, progress: Progress) -> Answer:
    """Fetch a file, trying again what may pass; ``fetched`` is the time to record. Raise FetchError."""

    def read(response: httpx.Response, deadline: float) -> Answer:
        if response.status_code == _NOT_MODIFIED:
            return Answer(None, Origin())
        origin = Origin(task.url, _validator(response, "ETag"), _validator(response, "Last-Modified"), fetched)
        return Answer(task.target, origin, _saved(task, response, policy, deadline, progress))

    return _tried(task, policy, read, sleep)


def is_newer(task: Task, policy: UpdatePolicy, *, sleep: Sleep) -> bool | None:
    """Tell whether the server has another version than the stored one, without fetching it. Raise FetchError.

    None: the server tells no version, only fetching the file could show it.
    """

    def read(response: httpx.Response, _deadline: float) -> bool | None:
        if response.status_code == _NOT_MODIFIED:
            return False
        told = _validator(response, "ETag"), _validator(response, "Last-Modified")
        held = (task.known.etag, task.known.last_modified) if task.known else (None, None)
        return next((new != old for new, old in zip(told, held, strict=True) if new and old), None)

    return _tried(task, policy, read, sleep)


# --- tries --------------------------------------------------------------------------------------


def _tried(task: Task, policy: UpdatePolicy, read: Callable[[httpx.Response, float], T], sleep: Sleep) -> T:
    """Return what ``read`` makes of an answer; ``policy.total_s`` bounds all tries and pauses together."""
    deadline = time.monotonic() + policy.total_s
    for attempt in range(1, policy.tries + 1):
        try:
            with _answer(task, policy, deadline) as response:
                return read(response, deadline)
        except _PassingError as trouble:
            wait = max(trouble.wait, policy.pause_s * 2 ** (attempt - 1))
            if attempt == policy.tries or time.monotonic() + wait > deadline:
                tried = f"{attempt} tries" if attempt > 1 else "1 try"
                raise FetchError(f"{task.url}: {trouble} ({tried}): try again later") from trouble
            sleep(wait)
    raise FetchError(f"{task.url}: the rules allow no try")


@contextlib.contextmanager
def _answer(task: Task, policy: UpdatePolicy, deadline: float) -> Iterator[httpx.Response]:
    """Ask for a file; yield the answer, its body unread, when it is a file or "not modified"."""
    import httpx

    try:
        with _client(task, policy) as client:
            response = _followed(client, task, policy, deadline)
            with contextlib.closing(response):
                _judge_status(task, response)
                yield response
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise FetchError(f"{task.url}: is not an address that can be asked: {error}") from error
    except httpx.TimeoutException as error:
        raise _PassingError(f"the server was silent for {policy.silence_s:g} s") from error
    except httpx.RequestError as error:
        raise _PassingError(f"the connection failed: {reason(error)}") from error


def _client(task: Task, policy: UpdatePolicy) -> httpx.Client:
    import httpx

    headers = {"User-Agent": f"sarcheck/{__version__}", "Accept": "*/*", "Accept-Encoding": "gzip, identity"}
    try:
        return httpx.Client(timeout=policy.silence_s, headers=headers, verify=_authorities())
    except (ImportError, ValueError, OSError) as error:
        message = f"{task.url}: the proxy or the certificates that the environment names cannot be used: {error}"
        raise FetchError(message) from error


@functools.cache
def _authorities() -> ssl.SSLContext:
    """Return the certificate authorities that are trusted: reading them takes longer than many an answer."""
    import httpx

    return httpx.create_ssl_context()


def _followed(client: httpx.Client, task: Task, policy: UpdatePolicy, deadline: float) -> httpx.Response:
    """Send a request and follow redirects, which must stay on the web and must not leave encryption."""
    request = client.build_request("GET", task.url, headers=_conditions(task.known))
    secure = request.url.scheme == "https"
    for _ in range(policy.max_redirects + 1):
        if request.url.scheme not in _SCHEMES:
            raise FetchError(f"{task.url}: leads to {request.url}, which is not on the web", "refused")
        if secure and request.url.scheme != "https":
            raise FetchError(f"{task.url}: leads to {request.url}, where anyone could change the list", "refused")
        response = _sent(client, request, task, policy, deadline)
        if response.next_request is None:
            return response
        response.close()
        request = response.next_request
    raise FetchError(f"{task.url}: redirects more than {policy.max_redirects} times")


def _sent(
    client: httpx.Client, request: httpx.Request, task: Task, policy: UpdatePolicy, deadline: float
) -> httpx.Response:
    """Send a request and wait for the head of the answer, at most until the deadline.

    A thread of its own sends it: neither the look-up of a name nor a head that drips has a limit in httpx. One that
    is given up holds up nothing, not even the end of the program.
    """
    answer: Future[httpx.Response] = Future()

    def send() -> None:
        try:
            answer.set_result(client.send(request, stream=True))
        except Exception as error:  # noqa: BLE001 - whatever it is, the thread that waits raises it
            answer.set_exception(error)

    threading.Thread(target=send, daemon=True).start()
    try:
        return answer.result(max(deadline - time.monotonic(), 0.0))
    except TimeoutError as error:
        raise _too_slow(task, policy) from error


def _conditions(known: StoredFile | None) -> dict[str, str]:
    told = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in told.items() if value}


# --- answers ------------------------------------------------------------------------------------


def _judge_status(task: Task, response: httpx.Response) -> None:
    """Raise for an answer that is neither the file nor "not modified" to a request that asked for that."""
    code = response.status_code
    if code == _OK or (code == _NOT_MODIFIED and _conditions(task.known)):
        return
    words = f"the server answered {code} {response.reason_phrase}".rstrip()
    if code == _TOO_MANY or code >= _SERVER_ERROR:
        raise _PassingError(words, _asked_to_wait(response))
    raise FetchError(f"{task.url}: {words}: {cure(code)}")


def _asked_to_wait(response: httpx.Response) -> float:
    """Return the seconds of Retry-After; a moment counts from the server's own clock. 0 where none is told."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        until = email.utils.parsedate_to_datetime(told)
        return max((until - email.utils.parsedate_to_datetime(response.headers["Date"])).total_seconds(), 0.0)
    except (ValueError, TypeError, KeyError):
        return 0.0


def _validator(response: httpx.Response, name: str) -> str | None:
    """Return a header that names the file's version, if it can be stored and sent back."""
    value = response.headers.get(name, "")
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= _LONGEST_VALIDATOR else None


def _saved(task: Task, response: httpx.Response, policy: UpdatePolicy, deadline: float, progress: Progress) -> int:
    """Write a body to its file, unpacked; return its size. Too large, too slow and cut bodies raise."""
    stated = response.headers.get("Content-Length", "")
    total = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 20 else None
    if total is not None and total > task.max_bytes:
        raise _too_large(task)
    size = 0
    try:
        with task.target.open("wb") as stream:
            for block in _unpacked(task, response):
                size += len(block)
                if size > task.max_bytes:
                    raise _too_large(task)
                if time.monotonic() > deadline:
                    raise _too_slow(task, policy)
                stream.write(block)
                progress(task.url, response.num_bytes_downloaded, total)
    except OSError as error:
        raise FetchError(f"{task.url}: cannot be kept: {error.strerror}") from error
    return size


def _unpacked(task: Task, response: httpx.Response) -> Iterator[bytes]:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "gzip":
        return _inflated(response.iter_raw())
    if encoding in ("", "identity"):
        return response.iter_raw()
    raise FetchError(f"{task.url}: comes in the encoding {encoding[:40]!r}, which was not asked for", "refused")


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what gzip packed, in blocks of bounded size however well it is packed."""
    inflate = zlib.decompressobj(_GZIP)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if inflate.eof:
                    inflate = zlib.decompressobj(_GZIP)
                yield inflate.decompress(rest, _BLOCK)
                rest = inflate.unconsumed_tail or inflate.unused_data
        yield inflate.flush()
    except zlib.error as error:
        raise _PassingError(f"the answer is damaged: {error}") from error
    if not inflate.eof:
        raise _PassingError("the connection was cut in the middle of the file")


def _too_large(task: Task) -> FetchError:
    return FetchError(f"{task.url}: is larger than {task.max_bytes} bytes, the most that this list may have", "refused")


def _too_slow(task: Task, policy: UpdatePolicy) -> FetchError:
    return FetchError(f"{task.url}: took longer than {policy.total_s:g} s: try again later")
