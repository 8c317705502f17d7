"""The index on OFAC's real lists: who must be found there, in every script, and who must not."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sarcheck import lists
from sarcheck.match import Index, build, score
from sarcheck.model import Entry, Query

REVIEW, REVIEW_PERSON, DENY = 0.65, 0.8, 0.94
"""The grades that every promise here is measured at."""

LIKELY = 0.9
"""From here on 98 % of the United Nations' names with a slip are found."""

FOLDERS = ("ofac_sdn_csv/2023-12-28", "ofac_cons_csv/2025-12-19")
COUNTRIES = {"Russia": "RU", "China": "CN", "Luxembourg": "LU"}

TERRA, SPACETY, LUXEMBOURG, HEAD, CHANG_GUANG = "40476", "40477", "40478", "42075", "46669"
YUNZE, BARL, WAGNER, PRIGOZHIN = "46680", "40237", "22543", "21171"

FOUNDING = {
    TERRA: """JOINT STOCK COMPANY TERRA TECH | AO TERRA TEKH | AKTSIONERNOE OBSHCHESTVO TERRA TEKH | Terra Tech JSC
        | Terra Tech | Терра Тех | Акционерное общество (АО) «ТЕРРА ТЕХ» | АО «ТЕРРА ТЕХ» | Terra Tekh""",
    SPACETY: """CHANGSHA TIANYI SPACE SCIENCE AND TECHNOLOGY RESEARCH INSTITUTE CO. LTD
        | CHANG SHA TIAN YI KONG JIAN KE JI YAN JIU YUAN YOU XIAN GONG SI | SPACETY CO. LTD | Spacety Co., Ltd.
        | Changsha Tianyi Space Science and Technology Research Institute | Spacety | Spacety China
        | Changsha Tianyi Space Science and Technology Research (SpaceTy) | 长沙天仪空间科技研究院有限公司 | 长沙天仪
        | Changsha Tianyi Kongjian Keji Yanjiuyuan | SPACETY (Changsha) | Ѕрасеty""",
    LUXEMBOURG: "SPACETY LUXEMBOURG S.A. | TIAN YI LU SEN BAO GONG SI | Spacety Luxembourg | 天仪卢森堡公司",
    HEAD: """CHINA HEAD AEROSPACE TECHNOLOGY COMPANY | CHINA HEAD TECHNOLOGY CO | HEAD AEROSPACE GROUP | China HEAD
        | China HEAD Aerospace Technology Co. | China HEAD Technology Co | HEAD Aerospace | HEAD Aerospace Group
        | HEAD Aerospace Netherlands | HEAD Technology France | HEAD Aerospace France | HEAD France
        | China Head Aerospace Group
        | China Head Aerospace Technology | 北京和德宇航技术有限公司 | 和德宇航""",
    CHANG_GUANG: """CHANG GUANG SATELLITE TECHNOLOGY CO., LTD. | CHANGGUANG SATELLITE CO., LTD. | CHARMING GLOBE
        | Chang Guang Satellite Technology Co. Ltd | 长光卫星技术股份有限公司 | 长光卫星 | CGST | Chang Guang
        | Chang Guang Satellite | CGSTL - Chang Guang Satellite Technology""",
    YUNZE: """BEIJING YUNZE TECHNOLOGY CO., LTD. | Beijing Yunze | Yunze Beijing | 北京云泽科技有限公司
        | Beijing Yunze Technology Company""",
    BARL: """JOINT STOCK COMPANY RESEARCH AND PRODUCTION CONCERN BARL | AO NPK BARL | АО НПК БАРЛ | НПК «БАРЛ»
        | AKTSIONERNOE OBSHCHESTVO NAUCHNO-PROIZVODSTVENNY KONTSERN BARL | BARL
        | Акционерное общество «Научно-производственный концерн „БАРЛ“»""",
    WAGNER: """PRIVATE MILITARY COMPANY 'WAGNER' | PMC WAGNER | CHASTNAYA VOENNAYA KOMPANIYA 'VAGNER' | CHVK VAGNER
        | WAGNER GROUP | Vagner Group | ChVK Vagner | Wagner | ЧВК Вагнер | ЧВК «Вагнер» | Группа Вагнера
        | Частная военная компания «Вагнер»""",
    PRIGOZHIN: """PRIGOZHIN, Yevgeniy Viktorovich | PRIGOZHIN, Evgeny | Yevgeniy Prigozhin | Evgeny Prigozhin
        | Yevgeniy Viktorovich Prigozhin | PRIGOZHIN, Yevgeny Viktorovich | Евгений Викторович Пригожин""",
}
CASES = [(party, name.strip()) for party, names in FOUNDING.items() for name in names.split("|")]


@pytest.fixture(scope="module")
def entries(shared: Path) -> tuple[Entry, ...]:
    def read() -> Iterator[Entry]:
        for folder in FOLDERS:
            for found in lists.recognise(sorted((shared / "data" / "lists" / folder).glob("*.csv"))):
                assert found.list_id
                yield from found.format.read(found.files, found.list_id, COUNTRIES.get)

    return tuple(read())


@pytest.fixture(scope="module")
def index(entries: tuple[Entry, ...]) -> Index:
    return Index(build(entries).__getitem__)


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "data" / "names" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("party", "name"), CASES, ids=[name for _, name in CASES])
def test_every_founding_name_finds_its_party(index: Index, party: str, name: str) -> None:
    kind = "person" if party == PRIGOZHIN else "company"
    first = index.search(Query(names=(name,), kind=kind), floor=REVIEW, limit=3)
    assert party in [c.entry.id for c in first]
    assert name != "CHARMING GLOBE" or first[0].strength == "weak"


def test_every_strong_listed_name_finds_its_own_entry(entries: tuple[Entry, ...], index: Index) -> None:
    sample = random.Random(20231228).sample(entries, 250)
    names = [(entry, name.text) for entry in sample for name in entry.names if name.strength == "strong"]
    lost = []
    for entry, text in names:
        hits = index.search(Query(names=(text,), kind=entry.type), floor=DENY, limit=40)
        if len(hits) < 40 and entry.id not in {c.entry.id for c in hits}:
            lost.append(text)
    assert len(names) > 400
    assert lost == []


def test_no_clean_firm_is_denied_and_few_are_alerted(shared: Path, index: Index) -> None:
    clean = [r["query"] for r in rows(shared, "clean_orgs.csv")]
    clean += [r["query"] for r in rows(shared, "sar_domain.csv") if r["label"] == "no-match"]
    hits = [index.search(Query(names=(name,), kind="company"), floor=REVIEW, limit=1) for name in clean]
    assert [h[0].query for h in hits if h and h[0].score.value >= DENY] == []
    assert sum(bool(h) for h in hits) <= 1


def test_clean_persons_are_rarely_alerted(shared: Path, index: Index) -> None:
    names = [r["query"] for r in rows(shared, "clean_persons.csv")]
    hits = [
        index.search(Query(names=(name,), kind="person"), floor=REVIEW, person_floor=REVIEW_PERSON, limit=1)
        for name in names
    ]
    assert [h[0].query for h in hits if h and h[0].score.value >= DENY] == []
    assert sum(bool(h) for h in hits) <= len(names) * 0.007
    assert sum(bool(h) and h[0].score.value >= LIKELY for h in hits) <= len(names) * 0.003


def test_pairs_are_told_apart(shared: Path) -> None:
    """Tell the labelled pairs apart as well as measured: ``benchmarks/names.py`` holds a half of them out."""
    kinds = {"Person": "person", "Vessel": "vessel"}
    pairs = [r for r in rows(shared, "pairs.csv") + rows(shared, "sar_domain.csv") if r["candidate"]]
    scored = [
        (score(r["query"], r["candidate"], kind=kinds.get(r["schema"], "company")).value, r["label"] == "match")
        for r in pairs
    ]
    random.Random(1).shuffle(scored)
    chosen, held_out = scored[::2], scored[1::2]
    threshold = max((t / 100 for t in range(1, 100)), key=lambda t: _f1(chosen, t))
    assert _f1(held_out, threshold) >= 0.90
    assert _auc(scored) >= 0.89


def _f1(scored: list[tuple[float, bool]], threshold: float) -> float:
    hits = sum(s >= threshold and match for s, match in scored)
    wrong = sum((s >= threshold) != match for s, match in scored)
    return 2 * hits / (2 * hits + wrong) if hits else 0.0


def _auc(scored: list[tuple[float, bool]]) -> float:
    matches, others = [s for s, m in scored if m], [s for s, m in scored if not m]
    return sum((m > o) + (m == o) / 2 for m in matches for o in others) / (len(matches) * len(others))
