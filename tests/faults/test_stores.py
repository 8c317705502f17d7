"""Compiled stores that are deleted, replaced, cut or overwritten under whoever has them open."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from sarcheck import load_order, load_rules, screen
from sarcheck.screen import screen_many
from tests.builders import AS_OF as DAY
from tests.faults import world
from tests.faults.conftest import ALL, Site, Verdicts
from tests.faults.world import AS_OF, here, ran, together

Harm = Callable[[Path], None]


def _deleted(store: Path) -> None:
    store.unlink()


def _replaced(store: Path) -> None:
    fresh = store.with_suffix(".fresh")
    fresh.write_bytes(b"something else")
    fresh.replace(store)


def _cut(store: Path) -> None:
    os.truncate(store, 4096)


def _emptied(store: Path) -> None:
    os.truncate(store, 0)


def _overwritten(store: Path) -> None:
    size = store.stat().st_size
    with store.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xa5" * (size - 4096))


HARMS: list[Harm] = [_deleted, _replaced, _cut, _emptied, _overwritten]


def harmed(cache: Path, harm: Harm) -> world.Fault:
    """Harm every store of a cache as soon as the rules are open, before anything is looked up in them."""

    def fault() -> None:
        from sarcheck import ruleset

        load = ruleset.load

        def loaded(*arguments: object, **options: object) -> ruleset.Ruleset:
            known = load(*arguments, **options)  # type: ignore[arg-type]
            for store in cache.glob("*.store"):
                harm(store)
            return known

        ruleset.load = loaded  # type: ignore[assignment]

    return fault


@pytest.fixture
def cache(site: Site) -> Path:
    """Return a cache of the test's own, with the compiled rules in it."""
    place = site.folder / "cache"
    shutil.copytree(os.environ["SARCHECK_CACHE"], place)
    return place


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__.strip("_"))
def test_a_store_harmed_between_opening_and_the_first_lookup(site: Site, cache: Path, harm: Harm) -> None:
    command = ["-r", site.rules, *AS_OF]
    ended = ran(site.deny, site.clear, *command, fault=harmed(cache, harm), SARCHECK_CACHE=str(cache))
    assert ended.code == 13, ended.err
    assert ended.err == ""
    assert ran(site.clear, *command, SARCHECK_CACHE=str(cache)).code == 0


def test_a_store_cut_while_it_is_read_ends_the_run_and_is_made_anew(site: Site, cache: Path) -> None:
    """The system ends who reads beyond the end of a mapped file: no verdict, no report, a signal for an exit code."""

    def fault() -> None:
        import importlib

        module = importlib.import_module("sarcheck.screen")
        judged = module._judged

        def then_cut(*arguments: object) -> object:
            verdict = judged(*arguments)
            for store in cache.glob("*.store"):
                _emptied(store)
            return verdict

        module._judged = then_cut

    report = site.folder / "v.json"
    command = ["-r", site.rules, *AS_OF, "-f", f"json={report}"]
    ended = ran(site.deny, site.clear, *command, fault=fault, SARCHECK_CACHE=str(cache))
    assert ended.code in (-signal.SIGBUS, 13), ended.err
    assert report.exists() == (ended.code == 13)
    assert ran(site.deny, site.clear, *command, SARCHECK_CACHE=str(cache)).code == 13


def test_a_cache_deleted_while_a_batch_runs(site: Site, cache: Path, verdicts: Verdicts) -> None:
    def fault() -> None:
        from sarcheck.batch import shards

        work = shards.work

        def then_delete(*arguments: object, **options: object) -> shards.Done:
            done = work(*arguments, **options)  # type: ignore[arg-type]
            shutil.rmtree(cache, ignore_errors=True)
            return done

        shards.work = then_delete

    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "2"]
    ended = ran(*command, fault=together(here, fault), SARCHECK_CACHE=str(cache))
    assert ended.code == 13
    assert not cache.exists()
    assert verdicts(out) == ALL


def test_threads_go_on_while_stores_are_deleted_and_replaced(site: Site, cache: Path) -> None:
    ruleset = load_rules(site.rules, cache=cache)
    order = load_order(site.deny)
    expected = msgspec.json.encode(screen(order, load_rules(site.rules), DAY))

    def judged(number: int) -> set[bytes]:
        for store in cache.glob("*.store"):
            if number % 2:
                store.unlink(missing_ok=True)
            else:
                load_rules(site.rules, cache=cache)
        return {msgspec.json.encode(verdict) for verdict in screen_many([order] * 2, ruleset, DAY)}

    with ThreadPoolExecutor(3) as pool:
        assert set().union(*pool.map(judged, range(6))) == {expected}


@pytest.mark.skipif(sys.platform != "linux", reason="how the system ends a process that reads beyond a mapped file")
def test_the_rules_deleted_while_a_batch_runs_stop_it(site: Site, verdicts: Verdicts) -> None:
    """A worker that begins when they are gone must not judge by the default pack alone."""

    def fault() -> None:
        from sarcheck.batch import engines, shards

        def local(job: object, parts: object, **options: object) -> object:
            shutil.rmtree(site.rules)
            return (shards.work(job, part) for part in parts)  # type: ignore[arg-type,attr-defined]

        engines.local = local  # type: ignore[assignment]

    out = site.folder / "out"
    ended = ran("batch", site.lines, out, "-r", site.rules, *AS_OF, fault=fault)
    assert ended.code == 4
    assert str(site.rules) in ended.err
    assert verdicts(out) == {}
