"""A folder for results that is not left behind where the input is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from simulation.errors import InputError


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Make a folder and those above it; where the input is refused inside, remove what was made.

    Raises:
        InputError: The folder cannot be made or written.
    """
    made = [each for each in (path, *path.parents) if not each.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {path}: {error.strerror or error}") from None
    try:
        yield
    except InputError:
        if path in made:
            shutil.rmtree(path, ignore_errors=True)
        for above in made[1:]:  # another command may have put its own folder there
            with suppress(OSError):
                above.rmdir()
        raise
