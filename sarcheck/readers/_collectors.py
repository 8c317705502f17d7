"""Names that formats shared by many makers give to satellites, as keys of the table of platforms."""

from __future__ import annotations

import re

from sarcheck.readers import _values as v

_NAMES = (
    (re.compile(r"(?:tsx|terrasar-?x)-?1?"), "terrasar-x"),
    (re.compile(r"(?:tdx|tandem-?x)-?1?"), "tandem-x"),
    (re.compile(r"paz-?1?"), "paz"),
    (re.compile(r"csks?-?([1-4])"), r"csk\1"),
    (re.compile(r"(?:csg-?)?ssar-?([1-3])|csg-?([1-3])"), r"csg\1\2"),
    (re.compile(r"r(?:adar)?sat-?([12])"), r"radarsat-\1"),
    (re.compile(r"rs([12])"), r"radarsat-\1"),
    (re.compile(r"rcm-?([1-3])"), r"rcm-\1"),
    (re.compile(r"(?:alos|al)-?([24])"), r"alos-\1"),
    (re.compile(r"al1|alos-?1"), "alos"),
    (re.compile(r"ers-?([12])"), r"ers-\1"),
    (re.compile(r"jers-?1"), "jers-1"),
    (re.compile(r"k(?:ompsat|mps)?-?([56])"), r"kompsat-\1"),
    (re.compile(r"iceye-?x-?(\d+)"), r"iceye-x\1"),
    (re.compile(r"capella-?(?:c?0*)(\d+)"), r"capella-\1"),
    (re.compile(r"umbra-?(?:sar-?)?(\d\d)"), r"umbra-\1"),
    (re.compile(r"strix-?(\d)"), r"strix-\1"),
    (re.compile(r"strix-?(?:a|α|alpha)"), "strix-alpha"),
    (re.compile(r"strix-?(?:b|β|beta)"), "strix-beta"),
)


def platform(text: str) -> str:
    """Return a satellite's key; one that is not known here keeps its name, in lower case."""
    name = v.platform(text)
    for pattern, key in _NAMES:
        if match := pattern.fullmatch(name):
            return match.expand(key)
    return name
