"""The page: one HTML document, its words, and the player's modules as one script for a file without a server."""

from __future__ import annotations

import base64
import html
import json
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from simulation.errors import not_one_of

STATIC = files("experiments.lab") / "static"
WORDS = files("experiments.lab") / "words"
PLAYER = (
    *("make", "words", "parcel", "clock", "paint", "picture", "chart", "market_charts", "people", "somebody"),
    "player",
)
"""The player's modules, each after those that it imports."""
KINDS = {".js": "text/javascript", ".css": "text/css"}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: its own files and nothing else."""
POLICY_OF_FILES = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
    " form-action 'none'"
)
"""The same for a replay: what stands in the file, and no request at all."""


def words(language: str = "en") -> dict[str, Any]:
    """Return all words of the page in a language.

    Raises:
        InputError: There is no file of that language.
    """
    known = languages()
    if language not in known:
        raise not_one_of("lang", language[:20], known)
    return _parsed((WORDS / f"{language}.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def _parsed(text: str) -> dict[str, Any]:
    """Return what a file of words holds, parsed once: every page asks for it."""
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def languages() -> list[str]:
    """Return the languages that there is a file of words for."""
    return sorted(entry.name.removesuffix(".yaml") for entry in WORDS.iterdir() if entry.name.endswith(".yaml"))


def document(token: str) -> str:
    """Return the page, which carries the token for changes."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="lab-token" content="{html.escape(token)}"><title>Nichecast lab</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/lab.css">'
        '<script type="module" src="/static/app.js"></script></head>'
        '<body><div id="page"><p class="soft">Opening the lab …</p></div></body></html>'
    )


def static_file(name: str) -> tuple[bytes, str] | None:
    """Return a file of the page and its type; ``None``: there is none of that name."""
    kind = KINDS.get(Path(name).suffix)
    if kind is None or not re.fullmatch(r"[a-z_]+\.(js|css)", name):
        return None
    try:
        return (STATIC / name).read_bytes(), kind
    except FileNotFoundError:
        return None


def one_script(modules: tuple[str, ...]) -> str:
    """Return modules as one script: imports among them go, and so does the word ``export``."""
    parts = []
    for name in modules:
        text = (STATIC / f"{name}.js").read_text(encoding="utf-8")
        text = re.sub(r"^import [^;]*;\n", "", text, flags=re.MULTILINE)
        parts.append(re.sub(r"^export (?=(async )?(function|class|const|let) )", "", text, flags=re.MULTILINE))
    return "\n".join(parts)


def replay(title: str, parcels: list[tuple[str, bytes]]) -> str:
    """Return runs as one HTML file that plays without a server.

    Args:
        title: Of the page.
        parcels: A label and a parcel for each run: one, or two that are shown side by side.
    """
    told = {"title": title, "labels": [label for label, _ in parcels]}
    bodies = "".join(
        f'<script type="application/octet-stream" class="parcel">{base64.b64encode(parcel).decode()}</script>'
        for _, parcel in parcels
    )
    return one_page(title, (*PLAYER, "replay"), told, ("ui",), bodies)


def one_page(
    title: str, modules: tuple[str, ...], told: dict[str, Any], sections: tuple[str, ...], more: str = ""
) -> str:
    """Return a page as one HTML file that needs no server and asks for nothing.

    Args:
        title: Of the page.
        modules: What runs in it, each after those that it imports.
        told: What the page is told, as plain data.
        sections: Sections of the words that it says.
        more: Elements that stand beside.
    """
    known = words()
    said = _inside_script(json.dumps({**told, "words": {name: known[name] for name in sections}}))
    style = (STATIC / "lab.css").read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY_OF_FILES}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{html.escape(title)}</title><style>{style}</style></head>"
        '<body><div id="page"></div>'
        f'<script type="application/json" id="told">{said}</script>{more}'
        f'<script type="module">{one_script(modules)}</script></body></html>'
    )


def _inside_script(text: str) -> str:
    """Return JSON that no tag inside it can end."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
