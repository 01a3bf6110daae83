"""What `python -m macros` can do, and how it answers.

Exit codes: 0 well, 1 problems in data, pages, the built site or a copy of it, 2 a command that was not
understood or a copy that cannot be read, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.changes.revision import change_problems
from macros.changes.summary import COMMENT, change_summary
from macros.check import check_root
from macros.explain import UnknownRule, get_explanation, list_rules
from macros.finish import finish_site
from macros.fix import fix_tree
from macros.hosts import HOSTS, find_site_url, read_settings
from macros.links.report import check_links, counts_of, links_of, write_report
from macros.made import find_stale, write_made
from macros.new import KIND_OF, Wish, make_draft, terminal, write_draft
from macros.offline import write_offline
from macros.origin import read_origin
from macros.problems import Problem, RecordError, format_github, format_json, format_text, has_errors, rule_link
from macros.publish import SITE, publish
from macros.records import load_records
from macros.release import make_release, moment_of
from macros.rules import check_records
from macros.session import Session
from macros.since import RevisionError, find_change, keep_new
from macros.standing import digest_of_build, keep_standing, stands
from macros.stats import format_tables, stats_tables
from macros.tree import check_tree
from macros.verdict import digest_of, find_verdict, keep_verdict
from macros.witness.compare import report_text, verify_copy
from macros.witness.holding import HoldingError, open_holding
from macros.witness.manifest import trusted


def _check(options: argparse.Namespace) -> int:
    # A revision that git does not know is told before anything is checked.
    change = find_change(options.root, options.since) if options.since is not None else None
    problems, file_count = _verdict(options.root)
    if change is not None:
        problems = [*keep_new(options.root, problems, change), *change_problems(options.root, change)]
    site_url = find_site_url(options.root)
    if options.format == "json":
        print(format_json(problems, site_url))
    elif options.format == "github":
        print(format_github(problems, site_url))
    elif problems:
        print(format_text(problems, file_count, site_url))
    elif change is not None:
        print(f"No problem from the changes since {options.since} (files: {len(change.paths)}).")
    else:
        print(f"No problem in {file_count} files.")
    return 1 if has_errors(problems) else 0


def _explain(options: argparse.Namespace) -> int:
    print(get_explanation(options.rule).as_text() if options.rule else list_rules())
    if options.rule:
        print(f"\n{rule_link(options.rule, find_site_url(options.root))}")
    return 0


def _verdict(root: Path) -> tuple[list[Problem], int]:
    """Return the problems and the number of files, from the last check when nothing has changed since."""
    if check_tree(root):
        return check_root(root).problems, 0  # not even a digest is made of what may lead anywhere
    digest = digest_of(root)
    kept = find_verdict(root, digest)
    if kept is not None:
        return kept
    result = check_root(root)
    if digest_of(root) == digest:  # a file saved meanwhile may or may not have been read as it was before
        keep_verdict(root, digest, result.problems, result.file_count)
    return result.problems, result.file_count


def _report(root: Path) -> Session:
    """Check a repository and print the report when there is anything to report."""
    result = check_root(root)
    if result.problems:
        print(format_text(result.problems, result.file_count), flush=True)
    return result


def _checked_archive(root: Path) -> Archive | None:
    """Return the archive of a repository without errors; else print the report, which a warning alone does too."""
    result = _report(root)
    return None if result.has_errors else result.archive


def _build(options: argparse.Namespace) -> int:
    root: Path = options.root
    # Not even a digest is made of what may lead anywhere.
    way = f"{options.engine}, compressed" if options.compressed else str(options.engine)
    digest = "" if check_tree(root) else digest_of_build(root, way)
    if digest and stands(root, root / SITE, digest):
        print(f"Nothing has changed: the site in {SITE}/ stands.")
        return 0
    result = _report(root)
    if result.has_errors or result.archive is None:
        return 1
    site = publish(root, result.archive, HOSTS[options.engine], is_compressed=options.compressed)
    print(f"The site is in {site.relative_to(root)}/.")
    # Warnings are told again by the next build; a file saved meanwhile may or may not be in the site.
    if digest and not result.problems and digest_of_build(root, way) == digest:
        keep_standing(root, site, digest)
    return 0


def _offline(options: argparse.Namespace) -> int:
    name = f"karabakh-record-offline-{read_origin(options.root).day or 'draft'}.zip"
    file = write_offline(options.root / options.site, options.root / options.out / name, moment_of(options.root))
    print(f"The site to be read from a disk is {options.out / file.name}.")
    return 0


def _release(options: argparse.Namespace) -> int:
    archive = _checked_archive(options.root)
    if archive is None:
        return 1
    known = {release.version for release in archive.records.releases}
    release, file = make_release(options.root, archive, options.root / options.out, options.since, options.version)
    print(f"Release {release.version}: {', '.join(release.changes)}.\nThe archive is {options.out / file.name}.")
    if release.version not in known:
        print(f"Commit data/releases.yml, CITATION.cff and .zenodo.json, then set the tag release-{release.version}.")
    return 0


def _finish(options: argparse.Namespace) -> int:
    archive = _checked_archive(options.root)
    if archive is None:
        return 1
    if not (options.site / "index.html").is_file():
        raise RecordError(f"{options.site} holds no built site; build it with the engine first")
    site_url, repository = read_settings(options.root)
    faults = finish_site(options.site, archive, options.site_url or site_url, options.repository or repository)
    if faults:
        print(format_text(faults, sum(1 for _ in options.site.rglob("*.html"))))
    return 1 if faults else 0


def _schema(options: argparse.Namespace) -> int:
    records = load_records(options.root)
    faults = [problem for problem in records.problems if _is_vocab(problem)]
    if faults:
        print(format_text(faults, records.file_count))
        return 1
    if options.check:
        stale = find_stale(options.root, records.vocab)
        print("\n".join(f"{path} is not as the models say; run: python -m macros schema" for path in stale) or "Up to date.")
        return 1 if stale else 0
    written = write_made(options.root, records.vocab)
    print("\n".join(f"written: {path}" for path in written) or "Up to date.")
    return 0


def _is_vocab(problem: Problem) -> bool:
    return problem.path == "data" or problem.path.startswith("data/vocab/")


def _fix(options: argparse.Namespace) -> int:
    changed = fix_tree(options.root)
    print("\n".join(f"fixed: {file.relative_to(options.root).as_posix()}" for file in changed) or "Nothing to fix.")
    return 0


def _new(options: argparse.Namespace) -> int:
    words = ("rank", "language", "affiliation", "publisher", "summary", "checked")
    more = {word: getattr(options, word) for word in words if getattr(options, word)}
    wish = Wish(
        options.kind,
        *(options.title, options.date, options.id, options.url, options.word),
        *(options.party, options.place, options.source, more),
    )
    draft = make_draft(options.root, wish, terminal())
    if options.dry_run:
        print(draft.text, end="")
        return 0
    write_draft(options.root, draft)
    print("\n".join([draft.path, *draft.notes]))
    return 0


def _verify(options: argparse.Namespace) -> int:
    copy = open_holding(options.copy, options.pause)
    reports = verify_copy(copy, trusted(options.against, options.pause) if options.against else None)
    print("\n\n".join(report_text(options.copy, report) for report in reports))
    if not options.against:
        print("Who alters a copy can write its list anew: --against holds it to a list from elsewhere.")
    return 1 if any(report.findings for report in reports) else 0


def _stats(options: argparse.Namespace) -> int:
    records = load_records(options.root)
    problems = check_records(records)
    if has_errors(problems):
        print(format_text(problems, records.file_count))
        return 1
    print(format_tables(stats_tables(Archive(records))))
    return 0


def _changes(options: argparse.Namespace) -> int:
    text, is_good = change_summary(options.root, options.since, options.limit)
    print(text, end="")
    return 0 if is_good else 1


def _links(options: argparse.Namespace) -> int:
    archive = _checked_archive(options.root)
    if archive is None:
        return 1
    # What speaks to the network takes a while to load, and no other command needs it.
    from macros.links.probe import Prober

    found = check_links(links_of(archive), Prober(options.timeout), options.pause)
    for file in write_report(found, options.root / options.out):
        print(f"written: {options.out / file.name}")
    print(", ".join(f"{count} {state}" for state, count in counts_of(found).items()))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m macros", description="Check and build The Karabakh Record.")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the repository (default: this folder)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check all data and pages; exit 1 if there is a problem")
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help="how problems are printed")
    check.add_argument("--since", metavar="REV", help="only what changes since a branch, tag or commit brought")
    check.set_defaults(run=_check)
    explain = commands.add_parser("explain", help="say what a rule asks, why, with an example, and the cure")
    explain.add_argument("rule", nargs="?", metavar="RULE", help="the name in brackets at the end of a problem (default: list all)")
    explain.set_defaults(run=_explain)
    build = commands.add_parser("build", help="check, build and verify the site, then put it in the place of the last one")
    build.add_argument("--engine", choices=sorted(HOSTS), default="mkdocs", help="what builds the written pages (default: mkdocs)")
    build.add_argument("--compressed", action="store_true", help="lay .br and .gz beside each text, for a web server")
    build.set_defaults(run=_build)
    offline = commands.add_parser("offline", help="pack the built site so that it can be read from a disk")
    offline.add_argument("--site", type=Path, default=Path(SITE), metavar="SITE", help="folder of the built site")
    offline.add_argument(
        "--out", type=Path, default=Path("release"), metavar="FOLDER", help="where it is written (default: release)"
    )
    offline.set_defaults(run=_offline)
    release = commands.add_parser("release", help="write the archive of a release, with what changed since the one before")
    release.add_argument("--since", type=Path, metavar="PATH", help="archive or folder of the release before")
    release.add_argument("--version", default="", metavar="V", help="its name (default: the latest day of checking)")
    release.add_argument(
        "--out", type=Path, default=Path("release"), metavar="FOLDER", help="where it is written (default: release)"
    )
    release.set_defaults(run=_release)
    finish = commands.add_parser("finish", help="complete a site that another engine has built")
    finish.add_argument("site", type=Path, metavar="SITE", help="folder of the built site")
    finish.add_argument("--site-url", default="", metavar="URL", help="its public address (default: as in mkdocs.yml)")
    finish.add_argument(
        "--repository", default="", metavar="URL", help="address of the public repository (default: as in mkdocs.yml)"
    )
    finish.set_defaults(run=_finish)
    schema = commands.add_parser("schema", help="write what is made from the models: JSON Schema for editors, issue forms")
    schema.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is missing or differs")
    schema.set_defaults(run=_schema)
    fix = commands.add_parser("fix", help="put the records' files into their one form, changing nothing that they say")
    fix.set_defaults(run=_fix)
    _add_new(commands)
    changes = commands.add_parser("changes", help="tell in Markdown what changed in the record since a revision")
    changes.add_argument("--since", required=True, metavar="REV", help="branch, tag or commit to compare with, such as origin/main")
    changes.add_argument(
        "--limit", type=int, default=COMMENT, metavar="N", help=f"about so many signs (default: {COMMENT}, a comment)"
    )
    changes.set_defaults(run=_changes)
    links = commands.add_parser("links", help="ask every address that sources name, over the network, and write a report")
    links.add_argument("--out", type=Path, default=Path("links"), metavar="FOLDER", help="where it is written (default: links)")
    links.add_argument("--pause", type=float, default=2, metavar="S", help="seconds between two questions to one host (default: 2)")
    links.add_argument("--timeout", type=float, default=20, metavar="S", help="seconds to wait for an answer (default: 20)")
    links.set_defaults(run=_links)
    verify = commands.add_parser("verify", help="tell whether a copy of the site or of a release is whole and unaltered")
    verify.add_argument("copy", metavar="COPY", help="a folder, a .zip archive, or the http(s) address of a mirror")
    against = "a list of digests, a release (.zip) or another copy to trust, as a path or address"
    verify.add_argument("--against", default="", metavar="TRUSTED", help=against)
    verify.add_argument("--pause", type=float, default=0.1, metavar="S", help="seconds before each question (default: 0.1)")
    verify.set_defaults(run=_verify)
    stats = commands.add_parser("stats", help="count records, claims, sources and their balance")
    stats.set_defaults(run=_stats)
    return parser


def _add_new(commands: Any) -> None:
    new = commands.add_parser("new", help="write the commented file of a new record, asking for what is not given")
    new.add_argument("kind", choices=KIND_OF, metavar="KIND", help=", ".join(KIND_OF))
    new.add_argument("--title", "--name", default="", metavar="TEXT", help="its title or name")
    new.add_argument(
        "--date", default="", metavar="EDTF", help="when it happened, was signed or published; when a party was active"
    )
    new.add_argument("--id", default="", metavar="ID", help="its id (default: made from date and title)")
    new.add_argument("--url", "--source-url", default="", metavar="URL", help="address of the source")
    new.add_argument("--kind", dest="word", default="", metavar="WORD", help="its kind, a word of data/vocab")
    for name in ("party", "place", "source"):
        new.add_argument(f"--{name}", action="append", default=[], metavar="ID", help=f"id of a {name}; may be given again")
    for name in ("rank", "language", "affiliation", "publisher", "summary", "checked"):
        new.add_argument(f"--{name}", default="", metavar="VALUE", help=f"its field '{name}'")
    new.add_argument("--dry-run", action="store_true", help="print the file instead of writing it")
    new.set_defaults(run=_new)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except (RevisionError, UnknownRule, HoldingError) as error:
        print(f"python -m macros {options.command}: {error}", file=sys.stderr)
        return 2
    except RecordError as error:
        print(f"python -m macros {options.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"python -m macros {options.command}: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # `check | head` closes the pipe early; that is no fault. Keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
