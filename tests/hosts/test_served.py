"""The finished site behind nginx and Caddy, with the settings that the build wrote: what a reader's browser is sent."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from macros.compress import compress_site
from macros.deploy import HEADERS, KEPT, SHORT, TYPES, write_deploy_files
from macros.export.checksums import write_sums
from macros.redirects import Redirects
from macros.verify import read_page
from macros.witness.compare import verify_copy
from macros.witness.holding import Folder, Web

SITE_URL = "https://karabakh-record.example/"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
MOVED = {"from": "events/an-old-name", "to": "parties/another#claim", "day": "2026-01-01"}

NGINX = """\
{user}{module}daemon off; pid {folder}/pid; error_log {folder}/log;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; root {root}; include {site}/deploy/nginx.conf; {brotli} }}
}}
"""
CADDY = """\
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    root * {root}
    import {site}/deploy/Caddyfile
}}
"""


def _need(program: str) -> str:
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{program} is not installed; on a build server this test must run", pytrace=False)
    return path or pytest.skip(f"{program} is not installed")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def published(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented archive's site as it is published: compressed, with a redirect."""
    pytest.importorskip("brotli")
    site = tmp_path_factory.mktemp("published") / "site"
    shutil.copytree(small_site, site)
    write_deploy_files(site, SITE_URL, Redirects.model_validate({"moved": [MOVED]}), _assets(site).name)
    assert compress_site(site) > 100
    write_sums(site)
    return site


def _assets(site: Path) -> Path:
    return next(site.glob("assets-*"))


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[int]:
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "said").open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said, env=environment) as process:
        try:
            for _ in range(200):
                if process.poll() is not None:
                    break
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        yield port
                        return
                time.sleep(0.05)
            pytest.fail(f"{command[0]} does not answer: {(folder / 'said').read_text()}")
        finally:
            process.terminate()


@contextmanager
def _serving(name: str, root: Path, site: Path, folder: Path) -> Iterator[int]:
    """Run a server with the settings in a site. root: what it serves, the site or a folder above it."""
    program, number = _need(name), _free_port()
    has_brotli = BROTLI.is_file()
    text = (NGINX if name == "nginx" else CADDY).format(
        user="user root; " if os.geteuid() == 0 else "",
        module=f"load_module {BROTLI}; " if has_brotli else "",
        brotli="brotli_static on;" if has_brotli else "",
        folder=folder,
        port=number,
        root=root,
        site=site,
    )
    settings = folder / "settings"
    settings.write_text(text)
    nginx = [program, "-p", str(folder), "-e", str(folder / "log"), "-c", str(settings)]
    caddy = [program, "run", "--config", str(settings), "--adapter", "caddyfile"]
    with _running(nginx if name == "nginx" else caddy, number, folder) as running:
        yield running


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def port(request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of a server that runs with the settings in the site."""
    with _serving(request.param, published, published, tmp_path_factory.mktemp(request.param)) as running:
        yield running


def _ask(port: int, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/", "/events/", "/data/v1/events.json", "/no/such/page/"])
def test_every_answer_carries_the_policy(port: int, path: str) -> None:
    """Pages, data and the page for an unknown address; nothing in the policy is unsafe."""
    answer, _ = _ask(port, path)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self' 'sha256-" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert {name: answer.headers[name] for name, _ in HEADERS} == dict(HEADERS)
    assert answer.headers["Set-Cookie"] is None


def test_an_unknown_address_is_404_with_our_page(port: int, published: Path) -> None:
    """Crawlers learn that it is none, readers get a way on; nobody keeps it for long."""
    answer, body = _ask(port, "/events/1994-bishkek-protocl/")
    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert (body, answer.headers["Cache-Control"]) == ((published / "404.html").read_bytes(), SHORT)


@pytest.mark.parametrize(("accepted", "ending"), [("gzip, br", "br"), ("gzip", "gz"), ("identity", "")])
def test_files_are_sent_as_they_lie_compressed(port: int, published: Path, accepted: str, ending: str) -> None:
    """The bytes of the file beside the plain one; caches learn that the answer depends on what was accepted."""
    if ending == "br" and not BROTLI.is_file() and "CI" not in os.environ:
        pytest.skip("this nginx has no module for brotli")
    file = published / "data/v1/events.json"
    answer, body = _ask(port, "/data/v1/events.json", Accept_Encoding=accepted)
    sent = file.with_name(f"{file.name}.{ending}") if ending else file
    assert (answer.status, body == sent.read_bytes()) == (200, True)
    assert answer.headers["Content-Encoding"] == {"br": "br", "gz": "gzip", "": None}[ending]
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert not ending or "Accept-Encoding" in answer.headers["Vary"]


ENDINGS = ["atom", "bib", "csv", "geojson", "html", "ics", "json", "sqlite", "svg", "webmanifest", "xml"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_kind_of_file_has_its_type(port: int, published: Path, ending: str) -> None:
    """A calendar opens as one, a map as one; text says that it is UTF-8."""
    path = next(file for file in sorted(published.rglob(f"*.{ending}"))).relative_to(published).as_posix()
    answer, _ = _ask(port, f"/{path}")
    type_, _, charset = answer.headers["Content-Type"].partition(";")
    assert (type_, TYPES[type_]) == (next(one for one, its in TYPES.items() if its == ending), ending)
    assert charset.strip().lower() in (("",) if ending == "sqlite" else ("charset=utf-8",))


def test_assets_are_kept_for_a_year_and_pages_are_not(port: int, published: Path) -> None:
    """A name with a hash never means other bytes; a page may change. An asset of an earlier build is still found."""
    now = _assets(published).name
    assert _ask(port, f"/{now}/js/record.js")[0].headers["Cache-Control"] == KEPT
    assert _ask(port, "/")[0].headers["Cache-Control"] == SHORT
    earlier, body = _ask(port, "/assets-00000000/js/record.js")
    assert (earlier.status, earlier.headers["Cache-Control"]) == (200, SHORT)
    assert body == (published / "assets/js/record.js").read_bytes()


@pytest.mark.parametrize("path", ["/events/an-old-name", "/events/an-old-name/"])
def test_an_address_that_was_left_leads_on(port: int, path: str) -> None:
    """With 301, so that search engines follow; to the claim, where it leads to one."""
    answer, _ = _ask(port, path)
    assert (answer.status, answer.headers["Location"]) == (301, "/parties/another/#claim")


def test_a_part_of_the_database_can_be_asked_for(port: int, published: Path) -> None:
    """Programs read a few pages of it over the network; so it is not sent compressed."""
    content = (published / "data/v1/record.sqlite").read_bytes()
    answer, body = _ask(port, "/data/v1/record.sqlite", Range="bytes=100-199", Accept_Encoding="gzip, br")
    assert (answer.status, body) == (206, content[100:200])
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(content)}"


def test_what_has_not_changed_is_not_sent_again(port: int) -> None:
    """A page is asked for again after five minutes, and answered without its bytes."""
    first, _ = _ask(port, "/")
    again, body = _ask(port, "/", If_None_Match=first.headers["ETag"])
    assert (again.status, body) == (304, b"")


def test_hidden_files_are_not_served(port: int) -> None:
    """The mark for another host is none of the readers' business."""
    assert _ask(port, "/.nojekyll")[0].status == 404


def test_a_mirror_is_whole_over_the_network(port: int, published: Path) -> None:
    """Whoever doubts a mirror can hold all that it sends against its list; what hosts keep for themselves does not count."""
    web = Web(f"http://127.0.0.1:{port}/", pause=0)
    assert [report.findings for report in verify_copy(web)] == [()]
    assert [report.findings for report in verify_copy(Folder(published))] == [()]


BASE = "/karabakh-record/"


@pytest.mark.parametrize("program", ["nginx", "caddy"])
def test_a_site_below_a_path_of_its_host_is_served_as_one_at_the_top(program: str, site_below: Path, tmp_path: Path) -> None:
    """The page for an unknown address and all that it loads, lasting assets, those of an earlier build, and the manifest."""
    with _serving(program, site_below.parent, site_below, tmp_path) as port:
        lost, body = _ask(port, f"{BASE}events/no/such/page/")
        assert (lost.status, body) == (404, (site_below / "404.html").read_bytes())
        loaded = [link for link in read_page(body).links if link.startswith("/") and "." in link.rpartition("/")[2].rstrip(".")]
        assert all(link.startswith(BASE) for link in loaded) and any("/js/lost.js" in link for link in loaded)
        assert {link: _ask(port, link)[0].status for link in loaded} == dict.fromkeys(loaded, 200)
        assets = f"{BASE}{_assets(site_below).name}"
        assert _ask(port, f"{assets}/js/record.js")[0].headers["Cache-Control"] == KEPT
        earlier = _ask(port, f"{BASE}assets-00000000/js/record.js")[0]
        assert (earlier.status, earlier.headers["Cache-Control"]) == (200, SHORT)
        manifest = _ask(port, f"{BASE}manifest.webmanifest")[0]
        assert (manifest.status, manifest.headers["Content-Type"]) == (200, "application/manifest+json; charset=utf-8")
