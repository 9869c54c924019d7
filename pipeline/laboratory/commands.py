"""The commands ``feed``, ``extract``, ``tag``, ``stories`` and ``compare``.

Heavy libraries are imported inside the commands, so that each starts only what it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from config.settings import Settings
from models.records import Bilingual, Extracted, FetchRequest
from pipeline.console import both, complain, progress
from pipeline.laboratory import jsonl
from pipeline.laboratory.jsonl import Row

InputFile = Annotated[
    str, typer.Argument(help="Tệp JSON Lines, - là đầu vào chuẩn / JSON Lines file, - is standard input")
]


def _run(
    path: str,
    label: Bilingual,
    parse: object,
    work: object,
    batch: int | None,
) -> None:
    try:
        source = jsonl.open_input(path)
    except OSError as err:
        complain(Bilingual(f"không mở được {path}: {err.strerror}", f"cannot open {path}: {err.strerror}"))
        raise typer.Exit(2) from err
    with progress() as bars:
        task = bars.add_task(both(label), total=None)
        bad = jsonl.run(jsonl.lines(source), parse, work, batch, lambda n: bars.advance(task, n))  # type: ignore[arg-type]
    if bad:
        raise typer.Exit(1)


def _fetch_one(url: str, settings: Settings) -> tuple[bytes, str, str]:
    """The body, content type and final address of one page, fetched as politely as the collection does."""
    from crawler.fetch import fetch
    from models.problems import words
    from pipeline.options import fetch_options

    page = next(iter(fetch([FetchRequest(url=url, key=url)], fetch_options(settings))))
    if page.problem:
        complain(words(page.problem))
        if page.detail:
            complain(Bilingual(page.detail, page.detail))
        raise typer.Exit(1)
    return page.body, page.content_type, page.url


def feed(settings: Settings, address: str) -> None:
    """The entries of one feed, in feed order."""
    from crawler.feeds import read_feed
    from crawler.rows import entry_row
    from models.problems import words

    if address.startswith(("http://", "https://")):
        body, content_type, url = _fetch_one(address, settings)
    else:
        try:
            body, content_type, url = Path(address).read_bytes(), "", ""
        except OSError as err:
            complain(Bilingual(f"không mở được {address}: {err.strerror}", f"cannot open {address}: {err.strerror}"))
            raise typer.Exit(2) from err
    read = read_feed(body, url, content_type=content_type)
    for entry in read.entries:
        jsonl.write(entry_row(entry))
    if read.problem:
        complain(words(read.problem))
        raise typer.Exit(1)


def extract(settings: Settings, files: Sequence[Path], url: str | None, manifest: Path | None, learn: bool) -> None:
    """What each page says, one object a file, in the order given. With ``learn`` the first pages of a site teach
    how its later ones are read (crawler.templates)."""
    from crawler.extract import extract as extract_page
    from crawler.extraction.links import site_of
    from crawler.rows import extracted_row
    from crawler.templates import Learned, read

    def read_page(body: bytes, address: str) -> Extracted:
        if not learn:
            return extract_page(body, address)
        site = site_of(address)
        extracted, known[site] = read(known.get(site, Learned()), body, address)
        return extracted

    pairs, missing = _pages(files, url, manifest)
    bad = missing
    known: dict[str, Learned] = {}
    with progress() as bars:
        for path, address in bars.track(pairs, description="extract"):
            try:
                jsonl.write(extracted_row(read_page(path.read_bytes(), address)))
            except OSError as err:
                bad += 1
                jsonl.write({"url": address, "file": str(path), "error": f"{err.strerror}"})
    if bad:
        raise typer.Exit(1)


def _pages(files: Sequence[Path], url: str | None, manifest: Path | None) -> tuple[list[tuple[Path, str]], int]:
    """(file, address) pairs and the number of manifest lines that are none."""
    if manifest is None:
        if not files or url is None:
            complain(Bilingual("cần FILE và --url, hoặc --manifest TSV", "give FILE and --url, or --manifest TSV"))
            raise typer.Exit(2)
        return [(path, url) for path in files], 0
    pairs, bad = [], 0
    try:
        text = manifest.read_text(encoding="utf-8")
    except OSError as err:
        complain(Bilingual(f"không mở được {manifest}: {err.strerror}", f"cannot open {manifest}: {err.strerror}"))
        raise typer.Exit(2) from err
    for line in text.splitlines():
        if not line.strip():
            continue
        file, tab, address = line.partition("\t")
        if tab and address.strip():
            pairs.append((manifest.parent / file, address.strip()))
        else:
            bad += 1
            jsonl.write({"url": None, "error": f"thiếu cột (tệp, địa chỉ) / expected (file, url): {line[:80]}"})
    return pairs, bad


def tag(settings: Settings, path: str, model: Path | None) -> None:
    """Topic probabilities and tags."""
    from classifier.topics.rows import from_row, to_row
    from pipeline.first_models import topic_model

    loaded = topic_model(settings, model)
    _run(
        path,
        Bilingual("gắn chủ đề", "tag"),
        from_row,
        lambda items: [to_row(scores) for scores in loaded.predict(items)],
        batch=256,
    )


def stories(path: str) -> None:
    """The story each article belongs to; the whole input is one batch."""
    from classifier.stories import group
    from classifier.stories.rows import from_row, to_row

    _run(
        path,
        Bilingual("gom tin", "stories"),
        from_row,
        lambda items: [to_row(place) for place in group(items)],
        batch=None,
    )


def compare(settings: Settings, path: str, references: Path | None, verifier: Path | None = None) -> None:
    """Passages that do not agree with the evidence given, the article's own body, or the references."""
    from classifier.compare_rows import from_row, to_row
    from config.references import DEFAULT_REFERENCES, load_references
    from pipeline.comparing import comparer_of

    chosen = settings if verifier is None else settings.model_copy(update={"verifier_dir": verifier})
    comparer = comparer_of(chosen, load_references(references or settings.references_dir or DEFAULT_REFERENCES))

    def work(items: Sequence[object]) -> list[Row]:
        return [to_row(comparer.compare(item)) for item in items]  # type: ignore[arg-type]

    _run(path, Bilingual("đối chiếu", "compare"), from_row, work, batch=1)
