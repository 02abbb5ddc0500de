"""Makes HTML by the templates in ``templates/``, which escape every text but our own style and Vega's runtime."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from experiments.report.table_files import file_name, link_of


def render(template: str, **values: Any) -> str:
    """Return a page.

    Args:
        template: Its file in ``templates/``.
        values: What the template names; one that it lacks is an error.
    """
    return _environment().get_template(template).render(values)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("experiments.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_together,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # `tojson` escapes <, > and &, so that no text can end the script that holds it.
    environment.policies["json.dumps_kwargs"] = {
        "separators": (",", ":"),
        "ensure_ascii": False,
        "allow_nan": False,
        "sort_keys": False,
    }
    environment.globals |= {"file_name": file_name, "link_of": link_of}
    environment.globals["style"] = files("experiments.report").joinpath("report.css").read_text(encoding="utf-8")
    return environment


def _together(value: Any) -> Any:
    """Keep a number and its per cent sign on one line; scripts and what a macro made stay as they are."""
    text = isinstance(value, str) and not hasattr(value, "__html__")
    return value.replace(" %", "\N{NO-BREAK SPACE}%") if text else value
