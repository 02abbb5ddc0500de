"""Vega's runtime, which the page holds inline, once."""

from __future__ import annotations

import functools
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from simulation.compute.compiled_cache import common_folder
from simulation.files.safe_writing import write_text


@functools.cache
def bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script; takes a second or two, so it is made ahead and kept."""
    import vl_convert

    kept = _place(version("vl-convert-python"))
    if kept is not None and kept.is_file():
        return kept.read_text(encoding="utf-8")
    made: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # the stub lacks the default
    script = made.replace("</script", "<\\/script")
    if kept is not None:
        with suppress(OSError):
            write_text(kept, script)
    return script


def _place(number: str) -> Path | None:
    """Return where the script is kept: beside compiled code, and without loading the compiler."""
    folder = common_folder()
    return folder / f"vega-{number}.js" if folder else None
