"""The sites of other generators that ours is measured against: the same words in each, and runs that tell when they fail."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from bench.growth import exponent
from bench.growth import show as show_growth
from bench.own import load
from bench.own import show as show_own
from bench.peers import contestants as known
from bench.peers.__main__ import choose
from bench.peers.contest import ROOT, Contestant, Run, files_in, put_back, run, written
from bench.peers.contestants import ELEVENTY, contestants
from bench.peers.markdown import plain
from bench.peers.measure import Result
from bench.peers.tables import show_cold, show_ratios, show_unchanged
from bench.peers.world import World
from bench.peers.write import write_sites
from macros.archive import Archive
from macros.records import load_records

TOTAL = 60
PEERS = ("mkdocs", "zensical", "hugo", "hugo-data", "eleventy")
SOURCES = {"mkdocs": "docs", "zensical": "docs", "hugo": "content", "hugo-data": "data", "eleventy": "data"}
EVERYONE = [Contestant(name, name, (), "") for name in ("ours", "ours-pages", "mkdocs")]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty records as a site for each peer."""
    top = tmp_path_factory.mktemp("peers")
    write_sites(top, TOTAL, ("ours-pages", *PEERS))
    return top


@pytest.fixture(scope="module")
def archive(sites: Path) -> Archive:
    """The same records as our own engine reads them."""
    return Archive(load_records(sites / "records"))


def source_of(sites: Path, peer: str, kind: str, record_id: str) -> str:
    """Return what a peer reads of one record."""
    (file,) = (sites / peer / SOURCES[peer] / kind).rglob(f"{record_id}.*")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("peer", PEERS)
def test_each_peer_is_given_every_title_and_every_sentence(peer: str, sites: Path, archive: Archive) -> None:
    """As our own models find them, record by record: less would make a peer faster than it is."""
    labels = {name: word.label for words in archive.vocab.values() for name, word in words.items()}
    texts = 0
    for kind, record in archive.records.each():
        source = source_of(sites, peer, kind, record.id)
        for words in (record.label, *(text for loc, text in record.texts if loc != ("calendar",))):
            texts += 1
            said = words in source or plain(words) in source or labels.get(words, "not there") in source
            assert said, f"{peer} lacks {words!r} of {kind}/{record.id}"
    assert texts > 10 * TOTAL


def test_finished_pages_say_who_names_them(sites: Path, archive: Archive) -> None:
    """Backlinks are written beforehand where a generator knows nothing of records."""
    links = 0
    for kind in ("parties", "places", "people", "sources"):
        for record in archive.of_kind(kind):
            page = source_of(sites, "mkdocs", kind, record.id)
            users = (
                archive.used_by(kind, record.id)
                if kind == "sources"
                else [("events", one) for one in archive.events_naming(kind, record.id)]
            )
            for folder, user in users:
                links += 1
                assert f"[{plain(user.label)}](../{folder}/{user.id}.md)" in page
    assert links > TOTAL


def test_claims_are_on_the_pages_of_their_question_and_of_who_says_them(sites: Path, archive: Archive) -> None:
    for entry in archive.claims.values():
        for kind, record_id in (("questions", entry.claim.question), ("parties", entry.claim.by)):
            assert entry.claim.says in source_of(sites, "hugo", kind, str(record_id))


def words_of(file: Path) -> Counter[str]:
    """Return the words of a page without its menu and the numbers of its source marks."""
    page = html.parse(str(file))
    main = page.find(".//article")
    main = page.find(".//main") if main is None else main
    for element in main.xpath('.//style|.//script|.//sup|.//*[contains(@class, "headerlink") or contains(@class, "backref")]'):
        element.drop_tree()
    return Counter(re.findall(r"[^\s,.:·|]+", " ".join(main.itertext())))


@pytest.fixture(scope="module")
def built(sites: Path) -> dict[str, Path]:
    """The folders of the sites that can be built on this machine, by peer."""
    everyone = [one for name, one in contestants().items() if name in PEERS and not one.lacking]
    for one in everyone:
        run(one, sites / one.name)
        assert written(one, sites / one.name, TOTAL)[0] >= TOTAL
    return {one.name: sites / one.name / one.site for one in everyone}


@pytest.mark.parametrize("peer", PEERS)
def test_each_built_site_says_the_same(peer: str, built: dict[str, Path]) -> None:
    """Word for word, as those of MkDocs: templates on data leave nothing out that finished pages have."""
    if peer not in built:
        pytest.skip(contestants()[peer].lacking)
    pages = sorted(file.relative_to(built["mkdocs"]) for file in built["mkdocs"].rglob("index.html"))
    assert len(pages) > TOTAL
    for page in pages:
        assert words_of(built[peer] / page) == words_of(built["mkdocs"] / page), page


def test_pages_and_search_alone_leave_out_what_no_peer_does(sites: Path) -> None:
    """The steps that are left out still have the names by which they are."""
    one = contestants()["ours-pages"]
    run(one, sites / one.name)
    site = sites / one.name / one.site
    assert written(one, sites / one.name, TOTAL)[0] > TOTAL and (site / "search" / "texts.js").is_file()
    assert not (site / "data").exists() and not (site / "robots.txt").exists()


def program(text: str, name: str = "invented") -> Contestant:
    return Contestant(name, name, (sys.executable, "-c", text), "site")


def test_a_peer_that_fails_ends_the_measurement_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"(?s)invented ended with 3.*no such template"):
        run(program("import sys; print('no such template'); sys.exit(3)"), tmp_path)


def test_a_peer_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="did not end in 1 seconds or was killed"):
        run(program("import time; time.sleep(600)"), tmp_path, limit=1)


def test_a_site_with_fewer_pages_than_records_is_no_result(tmp_path: Path) -> None:
    """A generator that drops pages in silence would win."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("one", encoding="utf-8")
    with pytest.raises(SystemExit, match="1 pages for 60 records"):
        written(program(""), tmp_path, TOTAL)
    assert written(program(""), tmp_path, 1) == (1, 3)


def test_a_cold_run_finds_nothing_but_what_was_prepared(tmp_path: Path) -> None:
    """Caches in the folder, in the user's cache folder and among temporary files go; links that were prepared stay."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yml").write_text("a: b", encoding="utf-8")
    (tmp_path / "modules").symlink_to(tmp_path / "data")
    prepared = files_in(tmp_path)
    leaves = (
        "import os, pathlib, tempfile; deep = pathlib.Path('.cache/deep'); deep.mkdir(parents=True); (deep / 'x').write_text('x');"
        "pathlib.Path(os.environ['XDG_CACHE_HOME'], 'verdict').write_text('x'); tempfile.mkstemp(); os.symlink('data', 'more')"
    )
    run(program(leaves), tmp_path)
    assert len(files_in(tmp_path)) >= len(prepared) + 4
    put_back(tmp_path, prepared)
    assert files_in(tmp_path) == prepared
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data", "modules"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of several processes")
def test_memory_of_a_child_counts_with_its_parent(tmp_path: Path) -> None:
    """Largest process and all of them together, and the processor time of both; seen by a small process, as in the bench."""
    child = "x = bytearray(80_000_000); import time; time.sleep(0.6); sum(range(3_000_000))"
    parent = f"x = bytearray(80_000_000); import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    seen = (
        "import sys; from pathlib import Path; from bench.peers.contest import Contestant, run;"
        "done = run(Contestant('a', 'a', tuple(sys.argv[2:]), ''), Path(sys.argv[1]), looks=True);"
        "print(done.seconds, done.cpu, done.largest, done.together)"
    )
    command = [sys.executable, "-c", seen, str(tmp_path), sys.executable, "-c", parent]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    seconds, cpu, largest, together = map(float, said.split())
    assert 76 <= largest < 140 < together
    assert 0 < cpu < seconds


def test_what_is_not_installed_is_left_out_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(known, "find_spec", lambda name: None)
    monkeypatch.setattr(known.shutil, "which", lambda name: None)
    assert [one.name for one in choose("")] == ["ours", "ours-mkdocs", "ours-pages", "mkdocs"]
    said = capsys.readouterr().out
    assert said.count("left out:") == 4
    assert "hugo is not installed; `make bench` installs it" in said and "Node is not installed" in said
    with pytest.raises(SystemExit, match="no contestant jekyll"):
        choose("ours,jekyll")


def test_ratios_divide_our_median_by_theirs() -> None:
    runs = {
        "ours": [Run(2, 1, 10), Run(3, 1, 20), Run(100, 1, 10)],
        "ours-pages": [Run(1.5, 1, 10)],
        "mkdocs": [Run(12, 4, 10), Run(11, 4, 10), Run(13, 4, 10)],
    }
    results = {name: Result(60, 2_000_000, 40.4, cold, [Run(0.6, 0.5, 1)]) for name, cold in runs.items()}
    assert show_cold(EVERYONE, results).splitlines()[1].split() == [
        "ours",
        "3.00",
        "2.00",
        "100.00",
        "1.00",
        "20",
        "40",
        "60",
        "2.0",
    ]
    assert show_ratios(EVERYONE, results).splitlines()[1].split() == ["mkdocs", "0.250", "0.250", "0.125", "0.250"]
    assert show_ratios(EVERYONE[:2], results) == ""
    assert show_unchanged(EVERYONE, results).splitlines()[1].split() == ["ours", "0.60", "0.60", "0.60", "0.50", "0.200", "0.050"]


def test_growth_in_step_has_the_exponent_one() -> None:
    assert exponent((1000, 10000), (2, 20)) == pytest.approx(1)
    assert exponent((1000, 10000), (1, 100)) == pytest.approx(2)
    few, many = ({"ours": Result(1, 1, 50, [Run(seconds, seconds, 40)])} for seconds in (1.0, 10.0))
    assert show_growth((1000, 10000), EVERYONE[:1], few, many).splitlines()[1].split()[3:] == ["1.000", "1.000", "1.00", "40", "50"]


def test_loading_is_measured_by_the_plain_load() -> None:
    times = {"plain": (2.0, 1.0), "still": (1.5, 1.0), "cold": (5.0, 2.0), "cached": (1.0, 0.5), "check": (9, 8), "again": (1, 1)}
    table = show_own({name: [one, one] for name, one in times.items()}).splitlines()
    assert table[3].split()[-6:] == ["5.000", "5.000", "5.000", "2.000", "2.50", "2.00"]
    assert table[4].split()[-2:] == ["0.50", "0.50"] and table[6].split()[-1] == "1.000"


@pytest.mark.parametrize("name", ["plain", "ours"])
def test_a_load_takes_time(name: str, sites: Path) -> None:
    assert all(0 < taken < math.inf for taken in load(name, sites / "records"))


def test_the_events_of_the_bench_are_in_order_of_time(sites: Path, archive: Archive) -> None:
    """Templates of peers show the neighbours of an event as ours do."""
    world = World(sites / "records" / "data")
    assert world.events == [event.id for event in archive.events]
    before, after = archive.neighbours(archive.events[3])
    assert before and after and world.around[archive.events[3].id] == (before.id, after.id)


def test_packages_of_node_are_locked_by_digest_and_name_no_host() -> None:
    """`npm ci` installs nothing else; where packages come from is for the machine to say."""
    text = (ELEVENTY / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    asked = json.loads((ELEVENTY / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert packages.pop("")["dependencies"] == asked and len(packages) > 50
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "resolved" not in text and "://" not in text
