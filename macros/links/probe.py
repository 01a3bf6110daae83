"""One address on the web: asked politely, judged by its answer.

    alive    it answers, perhaps by way of a temporary redirect
    moved    it says for good that it is elsewhere, and answers there
    dead     it says that it is not there (404, 410), or its host is unknown
    unknown  everything else: it refuses programs, is slow, is ill today, or goes round in a circle

Only `dead` needs a person soon; `unknown` says nothing of the page. Left out: whether the page still says
what it said, and pages that answer "not found" with a code of success.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NameResolutionError, SSLError, TimeoutError

ALIVE, MOVED, DEAD, UNKNOWN = "alive", "moved", "dead", "unknown"
STATES = (DEAD, MOVED, UNKNOWN, ALIVE)
"""In the order in which they need a person."""

PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
GONE = frozenset({404, 410})
ASKED_TOO_OFTEN = frozenset({429, 503})
MOST_STEPS = 10
LONGEST_WAIT = 60
"""Seconds that an address may ask us to wait before the one repetition."""

AGENT = "KarabakhRecord-links/1 (weekly check of cited sources)"


@dataclass(frozen=True)
class Answer:
    """What an address is. code: of the last answer, None without one. target: where it is now, if it moved. why: in words."""

    state: str
    code: int | None = None
    target: str = ""
    why: str = ""


@dataclass(frozen=True)
class _Reply:
    code: int
    location: str
    wait: str


class Prober:
    """Asks addresses one at a time; `timeout` in seconds for each step."""

    def __init__(self, timeout: float = 20, sleep: Callable[[float], None] = time.sleep) -> None:
        """Open no connection yet."""
        self.pool = urllib3.PoolManager(
            headers={"User-Agent": AGENT, "Accept": "*/*"}, timeout=urllib3.Timeout(connect=timeout, read=timeout), retries=False
        )
        self.sleep = sleep

    def probe(self, url: str) -> Answer:
        """Return what an address is; nothing is raised for whatever it does."""
        try:
            return self._follow(url)
        except NameResolutionError:
            return Answer(DEAD, why="its host is unknown")
        except TimeoutError:
            return Answer(UNKNOWN, why="it did not answer in time")
        except SSLError:
            return Answer(UNKNOWN, why="its certificate is not valid")
        except (HTTPError, OSError, ValueError) as error:
            return Answer(UNKNOWN, why=f"the connection failed ({type(error).__name__})")

    def _follow(self, url: str) -> Answer:
        seen, current, for_good = [url], url, True
        for _ in range(MOST_STEPS):
            reply = self._ask(current)
            if reply.code not in REDIRECTS or not reply.location:
                return _judge(reply, url, current, for_good)
            for_good = for_good and reply.code in PERMANENT
            current = urljoin(current, reply.location).partition("#")[0]
            if urlsplit(current).scheme not in ("http", "https"):
                return Answer(UNKNOWN, reply.code, why="it leads away from the web")
            if current in seen:
                return Answer(UNKNOWN, reply.code, why="it leads round in a circle")
            seen.append(current)
        return Answer(UNKNOWN, why=f"it leads on more than {MOST_STEPS} times")

    def _ask(self, url: str) -> _Reply:
        """Ask for the head; for the page itself where a host does not answer that well. Its content is not read."""
        try:
            reply = self._send("HEAD", url)
        except (NameResolutionError, TimeoutError, SSLError):
            raise
        except HTTPError:
            return self._send("GET", url)
        if reply.code in ASKED_TOO_OFTEN and reply.wait.isdigit() and int(reply.wait) <= LONGEST_WAIT:
            self.sleep(int(reply.wait))
            return self._send("GET", url)
        if reply.code >= 400 and reply.code not in ASKED_TOO_OFTEN:
            return self._send("GET", url)
        return reply

    def _send(self, method: str, url: str) -> _Reply:
        response = self.pool.request(method, url, redirect=False, preload_content=False)
        try:
            return _Reply(response.status, response.headers.get("Location", ""), response.headers.get("Retry-After", ""))
        finally:
            response.close()


def _judge(reply: _Reply, url: str, last: str, for_good: bool) -> Answer:
    if 200 <= reply.code < 300:
        answer = Answer(ALIVE, reply.code)
        if last != url and for_good:
            answer = Answer(MOVED, reply.code, last)
        if last != url and urlsplit(last).path in ("", "/") and urlsplit(url).path not in ("", "/"):
            answer = replace(answer, state=MOVED, target=last, why="it leads to a front page; the page may be gone")
        return answer
    if reply.code in GONE:
        return Answer(DEAD, reply.code, why="the page is not there")
    if reply.code in ASKED_TOO_OFTEN:
        return Answer(UNKNOWN, reply.code, why="it asks not to be asked now")
    return Answer(UNKNOWN, reply.code, why="it does not answer programs" if reply.code < 500 else "its host has a fault")
