"""One page that holds a saved explorer and everything to draw it: no network, no kernel."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import html
import os
import uuid
from pathlib import Path

from semla.errors import SemlaError

_STATIC = Path(__file__).parent / "static"

#: Nothing is fetched and no other script runs. The map's library makes functions of strings of its own.
_POLICY = "default-src 'none'; script-src 'sha256-{script}' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="semla {version}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<div id="semla-report"></div>
<noscript><p>{title}. Scripts are off: this is a picture of the map.</p>{picture}</noscript>
<script id="semla-snapshot" type="application/octet-stream">{snapshot}</script>
<script>{script}</script>
<template><pre>{licences}</pre></template>
</body>
</html>
"""


def report_page(snapshot: bytes, title: str, picture: str | None) -> str:
    """The page of a snapshot. `picture`: SVG for readers without scripts.

    Only base64 and escaped text of the data get into it, so nothing there can become part of the page.
    """
    from semla import __version__

    script, style = _built("report.js"), _built("report.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    svg = "" if picture is None else base64.b64encode(picture.encode()).decode()
    image = f'<img alt="{html.escape(title)}" src="data:image/svg+xml;base64,{svg}">' if svg else ""
    return _PAGE.format(
        policy=_POLICY.format(script=digest),
        version=__version__,
        title=html.escape(title),
        style=style,
        picture=image,
        snapshot=base64.b64encode(snapshot).decode(),
        script=script,
        licences=html.escape(_built("report-licences.txt")),
    )


def write_report(path: str | os.PathLike[str], page: str) -> Path:
    """Writes a page in one step, so that a file of that name is the former one or the new one, never a part.

    Raises SemlaError where `path` is a folder or cannot be written.
    """
    target = _target(path)
    draft = target.parent / f".{target.name}-{uuid.uuid4().hex}"
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise SemlaError(
            f"to_html: {target} cannot be written ({error.strerror or error}); what was there is as it was",
            kind="invalid_request",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return target


def _target(path: object) -> Path:
    if not isinstance(path, (str, os.PathLike)) or not str(path):
        raise SemlaError(f"to_html: {path!r} (allowed: the path of an HTML file)", kind="invalid_request")
    target = Path(os.fsdecode(path)).expanduser()
    if target.is_dir():
        raise SemlaError(
            f"to_html: {target} is a folder (allowed: the path of a file, as {target / 'report.html'})",
            kind="invalid_request",
        )
    if not target.parent.is_dir():
        raise SemlaError(
            f"to_html: the folder {target.parent} does not exist; make it first", kind="invalid_request"
        )
    return target


def _built(name: str) -> str:
    try:
        return (_STATIC / name).read_text("utf-8")
    except OSError as error:
        raise SemlaError(
            f"to_html: semla/static/{name} is missing, as in a checkout that has not been built; run `npm run build`",
            kind="internal",
        ) from error
