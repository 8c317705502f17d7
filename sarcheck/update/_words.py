"""Why a file did not come, and what to do, in words for who cannot look into a network."""

from __future__ import annotations

import socket

_REFUSALS = (401, 403)


def reason(error: BaseException) -> str:
    """Return why there was no connection; systems have many words for a name that means no server."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return "there is no such server, or no network, or only a proxy reaches it (HTTPS_PROXY)"
        cause = cause.__cause__ or cause.__context__
    return str(error) or type(error).__name__


def cure(code: int) -> str:
    """Return what to do about a server's answer that will be the same at the next try."""
    if code in _REFUSALS:
        return "it may refuse programs: download the file by hand, and `sarcheck rules import` it"
    return (
        "see whether the publisher has moved the file: "
        "a [[feed]] of this id in the sources.toml of your rules folder gives it another address"
    )
