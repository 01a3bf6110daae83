"""The engine of The Karabakh Record, and its only file that knows the host.

MkDocs and ProperDocs call `define_env` once a build, `on_pre_page_macros` before
each page and `on_post_build` at the end, through mkdocs-macros-plugin 1.5.
Zensical calls `define_env` before each page, and nothing else. Everything is
imported inside the functions: an import error here would otherwise be
swallowed by the plugin, and the engine must run without MkDocs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from macros.session import Session

_sessions: dict[str, Session] = {}
"""The session of the build under way, by repository. A second key would be a second site in one process."""


def define_env(env: Any) -> None:
    """Give the host our macros after everything has been checked."""
    # Zensical's settings name no file: it calls this before each page, and has neither of the other two.
    if "config_file_path" in env.conf:
        _define_for_build(env)
    else:
        _define_for_page(env)


def _define_for_build(env: Any) -> None:
    """Open the session of a build and put our sandbox in the place of the plugin's environment."""
    import mkdocs_macros.plugin

    from macros.sandbox import PageEnvironment
    from macros.session import open_session

    root = Path(env.conf["config_file_path"]).parent
    session = open_session(root, env.conf["site_url"] or "")
    _sessions[str(root)] = session
    _report(session)
    # No public setting exists in 1.5.0; the plugin looks this name up when it makes its environment.
    host: Any = mkdocs_macros.plugin
    host.Environment = type("SitePageEnvironment", (PageEnvironment,), {"known": session.macros})
    _register(env, session)


def _define_for_page(env: Any) -> None:
    """Begin one page. The engine's own environment reads it next: with any error in data or pages nothing is read at all."""
    from macros.problems import RecordError, format_text
    from macros.session import open_page

    session = open_page(Path(env.conf["root_dir"]), env.conf["site_url"] or "")
    if session.has_errors:
        raise RecordError(format_text(session.problems, session.file_count))
    _register(env, session)


def _register(env: Any, session: Session) -> None:
    for registry in (env.macros, env.filters, env.variables):
        registry.clear()
    for name, macro in session.macros.items():
        env.macro(macro, name)


def on_pre_page_macros(env: Any) -> None:
    """Begin a page, and stop everything if it would run outside the sandbox."""
    from mkdocs.exceptions import PluginError

    from macros.sandbox import PageEnvironment

    if not isinstance(env.env, PageEnvironment):
        raise PluginError("pages would run outside the sandbox; the macros plugin has changed")
    _sessions[str(Path(env.conf["config_file_path"]).parent)].start_page()
    page = type("Page", (dict,), {"meta": {}})()
    env.variables.clear()
    env.variables["page"] = page


def on_post_build(env: Any) -> None:
    """Stamp the record pages and complete the site."""
    from mkdocs.exceptions import PluginError

    from macros.finish import finish_site, finish_with_problems, show_problems
    from macros.problems import RecordError, format_text

    session = _sessions[str(Path(env.conf["config_file_path"]).parent)]
    site = Path(env.conf["site_dir"])
    if session.archive is None:
        finish_with_problems(site, session.problems)
        return
    try:
        address, repository = env.conf["site_url"] or "", env.conf["repo_url"] or ""
        faults = finish_site(site, session.archive, address, repository, is_preview=_is_preview())
    except RecordError as error:
        raise PluginError(str(error)) from error
    if faults and not _is_preview():
        raise PluginError(format_text(faults, len(list(site.rglob("*.html")))))
    if faults or session.problems:
        show_problems(site, [*session.problems, *faults])


def _report(session: Session) -> None:
    """Tell the problems once; end a build, let a preview live."""
    import click
    from mkdocs.exceptions import PluginError
    from mkdocs.plugins import get_plugin_logger

    from macros.problems import format_text

    if not session.problems:
        return
    text = format_text(session.problems, session.file_count)
    if session.has_errors and not _is_preview():
        raise PluginError(text)
    if _is_preview():
        # Not as a warning: with `strict: true` the host counts those and would end the preview.
        click.echo(text, err=True)
        return
    get_plugin_logger("macros").warning("%s", text)


def _is_preview() -> bool:
    """Return whether `mkdocs serve` is running: there an error must not end the process."""
    import click

    context = click.get_current_context(silent=True)
    return context is not None and context.info_name == "serve"
