"""Files that are replaced, cut or still being written while they are read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import world
from tests.faults.conftest import ALL, Site, Verdicts
from tests.faults.test_disk import files
from tests.faults.world import AS_OF, here, ran, together

Harm = Callable[[Path], None]


def _cut(path: Path) -> None:
    data = path.read_bytes()
    os.truncate(path, data.index(b"\n") + 1)


def _grown(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(path.read_bytes())


def _replaced(path: Path) -> None:
    fresh = path.with_suffix(".fresh")
    fresh.write_bytes(path.read_bytes().replace(b"sat-1", b"sat-8"))
    fresh.replace(path)


def _gone(path: Path) -> None:
    path.unlink()


HARMS: list[Harm] = [_cut, _grown, _replaced, _gone]
by_name = pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__.strip("_"))


def during_import(path: Path, harm: Harm) -> world.Fault:
    """Harm a list's file after it was hashed and before it is read."""

    def fault() -> None:
        from sarcheck.importing import _manifest

        described = _manifest.described

        def then_harmed(*arguments: object) -> object:
            told = described(*arguments)  # type: ignore[arg-type]
            harm(path)
            return told

        _manifest.described = then_harmed  # type: ignore[assignment]

    return fault


@by_name
def test_a_list_that_changes_while_it_is_imported_is_refused(site: Site, harm: Harm) -> None:
    path = world.party_list(site.folder / "new", "EXAMPLE sat-1 COMPANY")
    before = files(site.rules)
    ended = ran("rules", "import", path, "-r", site.rules, fault=during_import(path, harm))
    assert ended.code == 4, ended.err
    assert "a-list.toml" in ended.err
    assert files(site.rules) == before
    assert ran(site.deny, "-r", site.rules, *AS_OF).code == 13


def during_batch(path: Path, harm: Harm) -> world.Fault:
    """Harm the orders of a batch after its first shard."""

    def fault() -> None:
        from sarcheck.batch import engines, shards
        from sarcheck.rescreen import run

        def once(work: Callable[..., object]) -> Callable[..., object]:
            pending = [harm]

            def then_harmed(*arguments: object, **options: object) -> object:
                done = work(*arguments, **options)
                if pending:
                    pending.pop()(path)
                return done

            return then_harmed

        work = once(shards.work)
        engines.local = lambda job, parts, **_: (work(job, part) for part in list(parts))  # type: ignore
        run.work = once(run.work)  # type: ignore[assignment]

    return fault


@by_name
def test_orders_that_change_while_they_are_screened_stop_the_run(site: Site, harm: Harm, verdicts: Verdicts) -> None:
    """Orders behind a cut would be missing, and nobody the wiser: what is left of them was clear."""
    whole = site.lines.read_bytes()
    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "2"]
    assert ran(*command, "--as-of", "2026-11-23", fault=here).code == 13
    ended = ran(*command, fault=during_batch(site.lines, harm))
    assert ended.code == 3
    assert f"{site.lines}: " in ended.err
    assert not (out / "summary.json").exists(), "neither a new sum nor the former one"
    site.lines.write_bytes(whole)
    assert ran(*command, fault=here).code == 13
    assert verdicts(out) == ALL


@by_name
def test_orders_that_change_while_they_are_rescreened_stop_the_run(site: Site, harm: Harm) -> None:
    out, anew = site.folder / "out", site.folder / "anew"
    assert ran("batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "2", fault=here).code == 13
    command = ["rescreen", site.lines, out, "--out", anew, "-r", site.rules, *AS_OF, "--shard", "2", "--jobs", "1"]
    ended = ran(*command, fault=during_batch(site.lines, harm))
    assert ended.code == 3
    assert not (anew / "summary.json").exists()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_an_order_that_is_still_being_written_is_none(site: Site, share: float) -> None:
    data = site.clear.read_bytes()
    site.clear.write_bytes(data[: int(len(data) * share)])
    ended = ran(site.clear, "-r", site.rules, *AS_OF)
    assert (ended.code, ended.out) == (3, b"")
    assert "is not JSON" in ended.err or "is empty" in ended.err


def test_an_order_that_vanishes_from_a_folder_is_an_incomplete_row(site: Site, verdicts: Verdicts) -> None:
    orders, out = site.folder / "orders", site.folder / "out"
    for name, path in (("a", site.clear), ("b", site.deny)):
        (orders / name).mkdir(parents=True)
        (orders / name / "order.json").write_bytes(path.read_bytes())
    command = ["batch", orders, out, "-r", site.rules, *AS_OF, "--shard", "1"]
    ended = ran(*command, fault=during_batch(orders / "b" / "order.json", _gone))
    assert ended.code == 11
    assert verdicts(out) == {"CLEAR": "clear", "b/order.json": "incomplete"}


def test_rules_that_vanish_while_they_are_hashed_stop_the_run(site: Site) -> None:
    def fault() -> None:
        from sarcheck import ruleset

        hashes = ruleset.hashes

        def then_gone(paths: list[Path], *rest: object, **options: object) -> list[str]:
            (site.rules / "regimes/us/operator.toml").unlink(missing_ok=True)
            return hashes(paths, *rest, **options)  # type: ignore[arg-type]

        ruleset.hashes = then_gone  # type: ignore[assignment]

    ended = ran(site.deny, "-r", site.rules, *AS_OF, fault=fault)
    assert (ended.code, ended.out) == (4, b"")
    assert f"{site.rules}/regimes/us/operator.toml: cannot be read: No such file" in ended.err


def test_a_half_written_verdict_or_shard_is_read_as_none(site: Site, verdicts: Verdicts) -> None:
    """What another program left, say: a file that is cut does not read as a clear verdict."""
    report, out = site.folder / "v.json", site.folder / "out"
    assert ran(site.clear, "-r", site.rules, *AS_OF, "-f", f"json={report}").code == 0
    report.write_bytes(report.read_bytes()[:-40])
    assert ran("explain", report).code not in (0, 10)
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "4"]
    assert ran(*command, fault=here).code == 13
    shard = out / "000001.ndjson"
    shard.write_bytes(shard.read_bytes()[:-1])
    assert ran(*command, fault=together(here)).code == 13
    assert verdicts(out) == ALL
