"""What a page may run: hostile pages are refused with their line, by the check and again at run time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from macros.sandbox import Call, PageEnvironment, parse_calls


def show(text: str = "", *more: object, **named: object) -> str:
    """A macro that says what it was given."""
    return f"[{text}{list(more) or ''}{named or ''}]"


KNOWN: dict[str, Callable[..., str]] = {"show": show, "show_event": show}


def environment() -> PageEnvironment:
    """Return the environment as the host makes it."""
    made = type("SitePageEnvironment", (PageEnvironment,), {"known": KNOWN})(undefined=StrictUndefined)
    assert isinstance(made, PageEnvironment)
    return made


# What stands on line 3 of a page, and words of its refusal.
HOSTILE = [
    # the ways out that are known of Jinja
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "only macro(...) may be called"),
    ("{{ cycler }}", "not Name"),
    ("{{ joiner() }}", "unknown macro 'joiner'"),
    ("{{ lipsum() }}", "unknown macro 'lipsum'"),
    ("{{ self._TemplateReference__context }}", "not Getattr"),
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "only macro(...) may be called"),
    ("{{ show.__globals__ }}", "not Getattr"),
    ("{{ show.__globals__['os'] }}", "not Getitem"),
    ("{{ show['__globals__'] }}", "not Getitem"),
    # what the host's plugin offers
    ("{{ config }}", "not Name"),
    ("{{ config.site_url }}", "not Getattr"),
    ("{{ environment }}", "not Name"),
    ("{{ files }}", "not Name"),
    ("{{ git.short_commit }}", "not Getattr"),
    ("{{ page.meta }}", "not Getattr"),
    ("{{ navigation }}", "not Name"),
    ("{{ macros_info() }}", "unknown macro 'macros_info'"),
    ("{{ context() }}", "unknown macro 'context'"),
    ("{{ now() }}", "unknown macro 'now'"),
    # filters, tests, operators
    ("{{ 'x' | upper }}", "not Filter"),
    ("{{ show('x') | safe }}", "not Filter"),
    ("{{ show('x' | upper) }}", "not Filter"),
    ("{{ [1] | map('string') | list }}", "not Filter"),
    ("{{ 1 is odd }}", "not Test"),
    ("{{ 7 * 7 }}", "not Mul"),
    ("{{ 10 ** 10 ** 10 }}", "not Pow"),
    ("{{ 'x' * 99999999 }}", "not Mul"),
    ("{{ 'a' ~ 'b' }}", "not Concat"),
    ("{{ 1 < 2 }}", "not Compare"),
    ("{{ not 1 }}", "not Not"),
    ("{{ show('x') if 1 }}", "not CondExpr"),
    ("{{ show('x') and show('y') }}", "not And"),
    # statements
    ("{% for x in range(9) %}x{% endfor %}", "not For"),
    ("{% if 1 %}x{% endif %}", "not If"),
    ("{% set x = 1 %}", "not Assign"),
    ("{% set x %}y{% endset %}", "not AssignBlock"),
    ("{% include 'mkdocs.yml' %}", "not Include"),
    ("{% import 'x' as y %}", "not Import"),
    ("{% from 'x' import y %}", "not FromImport"),
    ("{% extends 'x' %}", "not Extends"),
    ("{% macro f() %}x{% endmacro %}", "not Macro"),
    ("{% call show() %}x{% endcall %}", "not CallBlock"),
    ("{% filter upper %}x{% endfilter %}", "not FilterBlock"),
    ("{% with %}x{% endwith %}", "not With"),
    ("{% block b %}x{% endblock %}", "not Block"),
    ("{% autoescape false %}x{% endautoescape %}", "not Scope"),
    ("{% do show() %}", "unknown tag 'do'"),
    # arguments that are no literals
    ("{{ show(config) }}", "plain text, numbers and lists, not Name"),
    ("{{ show(show('x')) }}", "not Call"),
    ("{{ show(x=config) }}", "not Name"),
    ("{{ show([config]) }}", "not Name"),
    ("{{ show({'a': config}) }}", "not Name"),
    ("{{ show('a' ~ 'b') }}", "not Concat"),
    ("{{ show(1 + 1) }}", "not Add"),
    ("{{ show('abc'[0]) }}", "not Getitem"),
    ("{{ show(*['a']) }}", "* and ** are not allowed"),
    ("{{ show(**{'a': 'b'}) }}", "* and ** are not allowed"),
    # names that are none
    ("{{ show }}", "not Name"),
    ("{{ shw('x') }}", "unknown macro 'shw'; did you mean 'show'?"),
    ("{{ show()() }}", "only macro(...) may be called"),
    ("{{ (show)('x').y }}", "not Getattr"),
    # what does not end
    ("{{ show('x')", ""),
    ("{% raw %}x", ""),
    ("{{ show('x) }}", ""),
]


@pytest.mark.parametrize(("text", "words"), HOSTILE, ids=[text for text, _ in HOSTILE])
def test_a_hostile_page_is_refused_with_its_line(text: str, words: str) -> None:
    """A page is text and macro(literals), nothing else; the refusal names the line."""
    with pytest.raises(TemplateSyntaxError) as refusal:
        parse_calls(f"One.\n\n{text}\n\nFive.\n", KNOWN)
    assert words in str(refusal.value.message)
    assert refusal.value.lineno in ((3,) if words else (3, 4, 5, 6))


@pytest.mark.parametrize("text", [text for text, _ in HOSTILE])
def test_the_host_refuses_it_too_at_run_time(text: str) -> None:
    """The same page given to the host's environment, without any check before, prints nothing."""
    with pytest.raises((TemplateSyntaxError, SecurityError, UndefinedError)):
        environment().from_string(f"{text}\n").render(show=show, config={"x": 1}, **dict.fromkeys(("git", "files", "page"), show))


# A tree as if the parser had let it pass: only the run-time layer is left.
AT_RUN_TIME = [
    "{{ ''.__class__ }}",
    "{{ show.__globals__ }}",
    "{{ 7 * 7 }}",
    "{{ other('x') }}",
    "{{ 'x'.upper() }}",
    "{{ 'x'|upper }}",
]


@pytest.mark.parametrize("text", AT_RUN_TIME)
def test_the_run_time_layer_alone_refuses(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the reading of the tree taken away, attributes, operators, filters and foreign callables are still refused."""
    monkeypatch.setattr("macros.sandbox._check_text", lambda node, known: None)
    made = environment()
    with pytest.raises((TemplateSyntaxError, SecurityError, UndefinedError)):
        made.from_string(text).render(show=show, other=lambda text: text)


def test_the_run_time_layer_runs_our_macros() -> None:
    """A page of text and calls comes out with what the macros print."""
    assert environment().from_string("A {{ show('x', 1, a=[2]) }} b").render(show=show) == "A [x[1]{'a': [2]}] b"


def test_nothing_of_the_host_is_left_in_the_environment() -> None:
    """Globals, filters, tests and the loader are emptied, also those the host gives."""
    made: Any = type("E", (PageEnvironment,), {"known": KNOWN})(autoescape=False, keep_trailing_newline=True)
    assert (made.globals, made.filters, made.tests, made.loader) == ({}, {}, {}, None)


def test_calls_are_read_with_their_arguments_and_lines() -> None:
    """What the check tries is what the page will run."""
    text = "A\n{{ show('x', -1, [1, ('a', 'b')], n=none, d={'k': 1.5}) }}\n\n- {{ show_event() }} {{ show('y') }}\n"
    assert parse_calls(text, KNOWN) == [
        Call("show", ("x", -1, [1, ("a", "b")]), {"n": None, "d": {"k": 1.5}}, 2),
        Call("show_event", (), {}, 4),
        Call("show", ("y",), {}, 4),
    ]


def test_an_unknown_macro_far_from_all_names_those_that_there_are() -> None:
    """Without a near name the message lists the known ones."""
    with pytest.raises(TemplateSyntaxError, match="unknown macro 'zzzz'; known: show, show_event"):
        parse_calls("{{ zzzz() }}", KNOWN)


def test_a_heading_with_an_anchor_is_no_comment() -> None:
    """`{#id}` is Markdown's, not Jinja's; `{## words ##}` is a comment and may hold anything."""
    assert parse_calls("# Title {#anchor}\n\n{## {{ config }} ##}\n{{ show() }}\n", KNOWN) == [Call("show", (), {}, 4)]


def test_text_kept_raw_runs_nothing() -> None:
    """Between raw marks a call is only shown."""
    assert parse_calls("{% raw %}{{ config }}{% endraw %}", KNOWN) == []


def test_no_macro_is_known_where_none_is_given() -> None:
    """Without macros every call is refused."""
    with pytest.raises(TemplateSyntaxError, match="unknown macro"):
        parse_calls("{{ show() }}", {})
