"""The digest as one mail message: plain text and HTML beside each other, charts within, the document attached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.records import Language
from pipeline.digest.blocks import Picture
from pipeline.digest.document import document
from pipeline.digest.forms.charts import draw
from pipeline.digest.forms.plain import plain_text
from pipeline.digest.words import Words

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
Attachment = tuple[str, str, bytes]  # file name, media type, content


def message(
    data: Mapping[str, Any],
    language: Language,
    sender: str,
    recipient: str,
    now: datetime,
    *,
    identity: str,
    sections: Sequence[str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """One message. ``identity``: its Message-ID without brackets, the same at every try, so that a mail server can tell
    a repetition."""
    t = Words(language)
    blocks = document(data, language, sections)
    out = EmailMessage()
    out["Subject"], out["From"], out["To"] = t.of(data["title"]), _address(sender, data["office"]), recipient
    out["Date"], out["Message-ID"] = format_datetime(now), f"<{identity}>"
    out["Auto-Submitted"] = "auto-generated"
    out.set_content(plain_text(data, language, sections).decode())
    pictures = {block.name: draw(block.name, data, t, "png") for block in blocks if isinstance(block, Picture)}
    kinds = [(type(block).__name__, block) for block in blocks]
    page = _PAGES.get_template("page.html").render(
        d=data, t=t, blocks=kinds, picture=lambda name: f"cid:{name}.{identity}"
    )
    out.add_alternative(page, subtype="html")
    within = out.get_payload()[1]  # type: ignore[index]
    for name, content in pictures.items():
        within.add_related(content, "image", "png", cid=f"<{name}.{identity}>", filename=f"{name}.png")  # type: ignore[union-attr]
    for name, kind, content in attachments:
        main, sub = kind.split("/", 1)
        out.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return out


def _address(sender: str, office: str) -> Address | str:
    local, at, domain = sender.partition("@")
    return Address(display_name=office, username=local, domain=domain) if at else sender
