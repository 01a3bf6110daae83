"""The engine of The Karabakh Record, and its only file that knows the host.

MkDocs and ProperDocs call `define_env` once a build, `on_pre_page_macros` before
each page and `on_post_build` at the end, through mkdocs-macros-plugin 1.5.
Zensical calls `define_env` before each page, and nothing else. Everything is
imported inside the functions: an import error here would otherwise be
swallowed by the plugin, and the engine must run without MkDocs.

Under `mkdocs serve` the host builds frames only, and `macros.preview` makes
each page when it is asked for (`_Serving`). What is saved there takes effect
without a restart, our own code included, except for this file's `on_serve`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from macros.preview import Preview
    from macros.session import Session

_sessions: dict[str, Session] = {}
"""The session of the build under way, by repository. A second key would be a second site in one process."""

_previews: dict[str, Preview] = {}
"""The same for previews."""


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

    root = _root_of(env)
    if _is_preview():
        _begin_preview(env)
    else:
        _sessions[root] = open_session(Path(root), env.conf["site_url"] or "")
    _report(_sessions[root], is_preview=root in _previews)
    macros = {name: _latest(root, name) for name in _sessions[root].macros}
    # No public setting exists in 1.5.0; the plugin looks this name up when it makes its environment.
    host: Any = mkdocs_macros.plugin
    host.Environment = type("SitePageEnvironment", (PageEnvironment,), {"known": macros})
    _register(env, macros)


def _define_for_page(env: Any) -> None:
    """Begin one page. The engine's own environment reads it next: with any error in data or pages nothing is read at all."""
    from macros.problems import RecordError, format_text
    from macros.session import open_page

    session = open_page(Path(env.conf["root_dir"]), env.conf["site_url"] or "")
    if session.has_errors:
        raise RecordError(format_text(session.problems, session.file_count))
    _register(env, session.macros)


def _register(env: Any, macros: dict[str, Callable[..., str]]) -> None:
    for registry in (env.macros, env.filters, env.variables):
        registry.clear()
    for name, macro in macros.items():
        env.macro(macro, name)


def _root_of(env: Any) -> str:
    return str(Path(env.conf["config_file_path"]).parent)


def _latest(root: str, name: str) -> Callable[..., str]:
    """Return a macro that is the one of the session at the time it is called; in a preview that changes."""
    return lambda *args, **kwargs: _sessions[root].macros[name](*args, **kwargs)


def on_pre_page_macros(env: Any) -> None:
    """Begin a page, and stop everything if it would run outside the sandbox."""
    from mkdocs.exceptions import PluginError

    from macros.sandbox import PageEnvironment

    if not isinstance(env.env, PageEnvironment):
        raise PluginError("pages would run outside the sandbox; the macros plugin has changed")
    _sessions[_root_of(env)].start_page()
    page = type("Page", (dict,), {"meta": {}})()
    env.variables.clear()
    env.variables["page"] = page


def on_post_build(env: Any) -> None:
    """Stamp the record pages and complete the site."""
    from mkdocs.exceptions import PluginError

    from macros.finish import finish_site
    from macros.problems import RecordError, format_text

    root, site = _root_of(env), Path(env.conf["site_dir"])
    try:
        if root in _previews:
            _finish_preview(env, _previews[root])
            return
        archive = _sessions[root].archive
        assert archive is not None, "a build without records has ended before"
        faults = finish_site(site, archive, env.conf["site_url"] or "", env.conf["repo_url"] or "")
    except RecordError as error:
        raise PluginError(str(error)) from error
    if faults:
        raise PluginError(format_text(faults, len(list(site.rglob("*.html")))))


def _report(session: Session, *, is_preview: bool) -> None:
    """Tell the problems once; end a build, let a preview live."""
    import click
    from mkdocs.exceptions import PluginError
    from mkdocs.plugins import get_plugin_logger

    from macros.problems import format_text

    if not session.problems:
        return
    text = format_text(session.problems, session.file_count)
    if session.has_errors and not is_preview:
        raise PluginError(text)
    if is_preview:
        # Not as a warning: with `strict: true` the host counts those and would end the preview.
        click.echo(text, err=True)
        return
    get_plugin_logger("macros").warning("%s", text)


def _is_preview() -> bool:
    """Return whether `mkdocs serve` is running: there an error must not end the process."""
    return _serve_options() is not None


def _serve_options() -> dict[str, Any] | None:
    """Return the options of `mkdocs serve`, None under any other command."""
    import click

    context = click.get_current_context(silent=True)
    return context.params if context is not None and context.info_name == "serve" else None


# Previews.


def _begin_preview(env: Any) -> None:
    from functools import partial

    from macros.preview import Preview
    from macros.session import open_session

    root, site_url = _root_of(env), env.conf["site_url"] or ""
    load = partial(open_session, Path(root), site_url)
    preview = Preview(Path(root), Path(env.conf["site_dir"]), site_url, env.conf["repo_url"] or "", load)
    _previews[root], _sessions[root] = preview, preview.session
    env.conf.plugins["macros-preview"] = _Serving(root)


def _finish_preview(env: Any, preview: Preview) -> None:
    """Hand the frames over; a server that does not watch gets the whole site at once."""
    preview.adopt(env.conf.plugins["macros-preview"].builders())
    if not (_serve_options() or {}).get("livereload"):
        for path in preview.paths():
            preview.refresh(path)


class _Serving:
    """The events of MkDocs that a preview needs; one for each time that the host builds frames."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.is_framing = True

    def on_nav(self, nav: Any, config: Any, files: Any) -> None:
        """Keep the navigation, to build single pages with."""
        self.nav = nav

    def on_env(self, env: Any, config: Any, files: Any) -> None:
        """Keep what else that takes."""
        self.env, self.config, self.files = env, config, files

    def on_page_read_source(self, page: Any, config: Any) -> str | None:
        """Leave the body of a page away while frames are built; the shells are frames."""
        from macros.kinds import FRAMES

        if not self.is_framing or page.url in {frame.shell for frame in FRAMES}:
            return None
        head, mark, _ = page.file.content_string.partition("\n---")
        return f"{head}{mark}\n" if mark else None

    def builders(self) -> dict[str, tuple[str, Callable[[], None]]]:
        """Return for the path of each page its source and what builds it alone, as the host would."""
        from functools import partial

        self.is_framing = False
        self.documents = self.files.documentation_pages(inclusion=self._host("structure.files").InclusionLevel.is_in_serve)
        return {file.dest_uri: (file.src_uri, partial(self._build, file.page)) for file in self.documents}

    def _build(self, page: Any) -> None:
        build = self._host("commands.build")
        # Not public, and both steps in one each: a test holds their pages against those of a whole build.
        build._populate_page(page, self.config, self.files)
        build._build_page(page, self.config, self.documents, self.nav, self.env)

    def _host(self, module: str) -> Any:
        """Return a module of the host that is building, MkDocs or ProperDocs."""
        from importlib import import_module

        return import_module(f"{type(self.files).__module__.partition('.')[0]}.{module}")

    def on_serve(self, server: Any, config: Any, builder: Callable[[], None]) -> None:
        """Put ourselves before the server's builder and its pages. This object stays when the code is loaded anew."""
        from importlib import import_module
        from urllib.parse import urlsplit

        from macros.serving import Gate

        gate = Gate(
            server.get_app(),
            lambda: import_module("macros")._previews[self.root],
            urlsplit(config.site_url).path,
            lambda: import_module("macros")._catch_up(self.root),
        )
        server.builder = lambda: gate.rebuild(lambda: import_module("macros")._rebuild(self.root, builder))
        server.set_app(gate)


def _catch_up(root: str) -> bool:
    """Bring a preview up to date without the host, where that can be done, and return whether anything was saved."""
    if not _previews[root].catch_up():
        return False
    _sessions[root] = _previews[root].session
    _report(_sessions[root], is_preview=True)
    return True


def _rebuild(root: str, build_frames: Callable[[], None]) -> None:
    """Bring a preview up to date with what was saved. What goes wrong is shown on its pages until it is mended."""
    import gc
    import sys
    import traceback

    preview = _previews[root]
    changed = preview.changes()
    if not changed:
        return
    old = {}
    try:
        if not preview.has_new_engine(changed):
            if preview.take(changed):
                _sessions[root] = preview.session
                _report(preview.session, is_preview=True)
                return
        else:
            old = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == __name__}
            gc.freeze()  # the old records need not be looked through while the new ones are read
        build_frames()
        if old:
            # The server's hooks are of the first engine and keep its names; its records may go.
            _previews.clear()
            _sessions.clear()
    except Exception as error:
        traceback.print_exc()
        new = sys.modules.get(__name__)
        if old and (new is None or root not in new._previews):
            sys.modules.update(old)
            new = old[__name__]
        assert new is not None
        new._previews[root].fail(error)
    finally:
        del preview
        gc.unfreeze()
        if old:
            old.clear()
            gc.collect()
