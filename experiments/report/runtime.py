"""The scripts of the page: the charts, and Vega's runtime, put inline once."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

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
    """Return Vega, Vega-Lite and Vega-Embed as one script; takes a second or two, so it is made ahead."""
    import vl_convert

    made: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # the stub lacks the default
    return made.replace("</script", "<\\/script")


def scripts(charts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the scripts that bring charts to life; nothing where there are none."""
    if not charts:
        return ""
    data = json.dumps(charts, separators=(",", ":"), ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="charts">{data}</script>\n'
        f'<script type="module">{bundle()}</script>\n<script type="module">\n{EMBED}</script>\n'
    )
