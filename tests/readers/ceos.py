"""Synthetic CEOS files: a leader with summary, map and orbit records, and a volume directory."""

from __future__ import annotations

import math
import struct


def record(number: int, codes: tuple[int, int, int, int], cells: dict[int, str], length: int) -> bytes:
    """Return a record: binary head, and texts at their offsets among blanks."""
    body = bytearray(b" " * length)
    body[:12] = struct.pack(">I4BI", number, *codes, length)
    for offset, text in cells.items():
        body[offset : offset + len(text)] = text.encode("latin-1")
    return bytes(body)


def orbit(fixed: bool = True, mm: bool = False, count: int = 5, **cells: str) -> dict[int, str]:
    """Return the cells of a position record: a circular retrograde orbit seen from the Earth, or from outside."""
    radius, inclination, turning = 7.1e6, math.radians(98.2), 7.292115e-5
    speed = math.sqrt(3.986004418e14 / radius)
    found = {140: f"{count:4d}", 144: "2014", 148: "   9", 152: "   9", 160: f"{15600.0:22.15E}", 182: f"{60.0:22.15E}"}
    found[204] = "ECR" if fixed else "INERTIAL"
    for i in range(count):
        angle = speed / radius * 60 * i
        place = [
            radius * math.cos(angle),
            radius * math.sin(angle) * math.cos(inclination),
            radius * math.sin(angle) * math.sin(inclination),
        ]
        motion = [
            -speed * math.sin(angle),
            speed * math.cos(angle) * math.cos(inclination),
            speed * math.cos(angle) * math.sin(inclination),
        ]
        if fixed:
            motion = [motion[0] + turning * place[1], motion[1] - turning * place[0], motion[2]]
        numbers = [*place, *(axis * (1000 if mm else 1) for axis in motion)]
        for k, number in enumerate(numbers):
            found[386 + 132 * i + 22 * k] = f"{number:22.15E}"
    return found | {int(key.removeprefix("at")): text for key, text in cells.items()}


def corners(*points: tuple[float, float]) -> dict[int, str]:
    """Return the cells of a map record: latitude and longitude of each corner."""
    numbers = [number for lon, lat in points for number in (lat, lon)]
    return {1072 + 16 * i: f"{number:16.7f}" for i, number in enumerate(numbers)}


def leader(summary: dict[int, str], places: dict[int, str], positions: dict[int, str], length: int = 4096) -> bytes:
    """Return a leader file."""
    return b"".join(
        [
            record(1, (11, 192, 18, 18), {12: "A   CEOS-SAR"}, 720),
            record(2, (18, 10, 18, 20), summary, length),
            record(3, (18, 20, 18, 20), places, 1620),
            record(4, (18, 30, 18, 20), positions, 4680),
        ]
    )


def volume(cells: dict[int, str], text: dict[int, str]) -> bytes:
    """Return a volume directory file: descriptor, one pointer, one text record."""
    return b"".join(
        [
            record(1, (192, 192, 18, 18), cells, 360),
            record(2, (219, 192, 18, 18), {}, 360),
            record(3, (18, 192, 18, 18), text, 360),
        ]
    )
