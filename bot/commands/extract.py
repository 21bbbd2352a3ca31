"""``callsheet extract``: the facts of articles in files, as JSON; no settings, no store."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click


@click.command()
@click.argument("source", metavar="FILE|-|DIR", type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to; needed for a DIR.")
@click.option(
    "--at", type=click.Choice(["shown", "asked", "all"]), default="shown", show_default=True, help="How sure."
)
@click.option("--explain", is_flag=True, help="Say what decided each fact.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of a plain text's publication.")
@click.option("--headline", default="", help="Headline of a plain text.")
def extract(source: Path, out: Path | None, at: str, explain: bool, published: datetime | None, headline: str) -> None:  # noqa: PLR0917 - one option each
    """Read the facts out of an article (JSON or plain text; - is standard input) and print them as JSON."""
    if source.is_dir() and out is None:
        raise click.UsageError("A folder of articles needs --out.")
    day = published.date() if published else None
    if out is None:
        click.echo(_facts_of(source, headline, day, at, explain=explain))
        return
    out.mkdir(parents=True, exist_ok=True)
    paths = sorted(source.glob("*.json")) if source.is_dir() else [source]
    with click.progressbar(paths, label="Reading", file=sys.stderr, show_pos=True) as bar:
        for path in bar:
            (out / path.name).write_text(_facts_of(path, headline, day, at, explain=explain) + "\n", encoding="utf-8")


def _facts_of(source: Path, headline: str, published: date | None, at: str, *, explain: bool) -> str:
    """Return the facts of one article as JSON; bytes that are no UTF-8 are replaced."""
    from bot.extraction.engine import extract as read_facts  # noqa: PLC0415
    from bot.extraction.reports import as_json, read_article  # noqa: PLC0415

    body = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    try:
        article = read_article(body.decode("utf-8-sig", errors="replace"), headline, published)
    except ValueError as error:
        raise click.ClickException(f"{source}: {error}") from error
    found = read_facts(article.text, article.headline, article.published, at=at)
    return json.dumps(as_json(found, explain=explain), ensure_ascii=False, indent=1)
