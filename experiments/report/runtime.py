"""The scripts of the page: the charts, and Vega's runtime, put inline once."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from experiments.running.run_folder import written_aside

EMBED = """\
const charts = JSON.parse(document.getElementById("charts").textContent);
for (const [place, chart] of Object.entries(charts)) {
  const node = document.getElementById(place);
  try {
    await window.vegaEmbed(node, chart, {actions: false, renderer: "svg"});
    node.closest("figure").classList.add("live");
  } catch (error) { node.remove(); console.error(error); }
}
document.body.dataset.charts = document.querySelectorAll("figure.live").length;
"""
"""A figure whose chart fails keeps its picture."""


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
        with suppress(OSError), written_aside(kept) as aside:
            aside.write_text(script, encoding="utf-8")
    return script


def _place(number: str) -> Path | None:
    """Return where the script is kept: beside compiled code."""
    from simulation.compute.compiling import cache_folder

    folder = cache_folder()
    return folder / f"vega-{number}.js" if folder else None


def scripts(charts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the scripts that bring charts to life; nothing where there are none."""
    if not charts:
        return ""
    data = json.dumps(charts, separators=(",", ":"), ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="charts">{data}</script>\n'
        f'<script type="module">{bundle()}</script>\n<script type="module">\n{EMBED}</script>\n'
    )
