"""The one command. Heavy imports wait until a task needs them, so that help and refusals are quick."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

from experiments.running.work import warn_in_a_line
from simulation.errors import InputError, nearest

if TYPE_CHECKING:
    from experiments.command.settings import Settings

TASKS = {
    "run": "experiments.comparing.run:run",
    "whatifs": "experiments.whatifs.gallery:run",
    "benchmark": "experiments.tasks.speed.benchmark:run",
    "profile": "experiments.tasks.graph_profile:run",
    "plan": "experiments.tasks.speed.size_plan:run",
    "parameters": "experiments.tasks.parameters:run",
    "new": "experiments.own_brand.reading.new_folder:run",
    "fit": "experiments.own_brand.fitting.fit:run",
    "cite": "experiments.documents.cite:run",
    "calibrate": "experiments.calibration.calibrate:run",
    "claims": "experiments.common_claims.claims_task:run",
    "validate": "experiments.validation.validate:run",
    "optimise": "experiments.sweeps.optimise:run",
    "reproduce": "experiments.tasks.reproduce:run",
    "robustness": "experiments.sweeps.robustness:run",
    "guesses": "experiments.tasks.guesses:run",
    "sensitivity": "experiments.sweeps.sensitivity:run",
    "sweep": "experiments.sweeps.sweep_task:run",
    "attribute": "experiments.tasks.attribute:run",
    "export": "experiments.tasks.exports:run",
    "why": "experiments.tasks.why:run",
    "replay": "experiments.lab.replay_task:run",
    "contest": "experiments.lab.contest.contest_run:run",
    "dashboard": "experiments.tasks.dashboard:run",
    "field_test": "experiments.tasks.field_test:run",
}
"""Task -> 'module:function'; the function takes a Job and returns the exit status. A new task is a line here."""
OWN_BRAND = "experiments.own_brand.answering.answer:run"
"""What the main task is where a brand's folder is given."""
BRAND_TASKS = ("run", "new", "fit", "contest", "replay")
"""Tasks that a brand's folder can be given to."""
SCRATCH_TASKS = (
    *("run", "whatifs", "sweep", "sensitivity", "guesses", "optimise", "robustness", "reproduce"),
    *("export", "field_test", "plan", "benchmark"),
)
"""Tasks whose worlds can lie in a scratch folder. Those of the others are small, and in memory."""
WHATIF = "experiments.whatifs.whatifs:run"
"""What the main task is where the experiment makes claims."""

FULL = (errno.ENOSPC, errno.EDQUOT)
"""Numbers of errors that say that a disk, or one's share of it, is full."""

FLAGS = ("--help", "-h", "--version", "--config", "--config-dir")


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit status.

    0: done; 1: a bug, or replicates failed; 2: the input cannot be used; 130: interrupted.
    """
    arguments = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console or file that has no sign for a minus gets a question mark
            stream.reconfigure(errors="replace")
    with warnings.catch_warnings(), _terminated_as_interrupted():
        warnings.showwarning = warn_in_a_line
        try:
            return _main(list(arguments))
        except InputError as error:
            return _say(str(error), 2)
        except KeyboardInterrupt as interrupt:
            return _say(str(interrupt) or "interrupted", 130)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at exit complains again
            return 141
        except MemoryError:
            return _say("memory: there is not enough for this; takes fewer market.consumers or executor.workers=1", 1)
        except OSError as error:
            if error.errno in FULL:
                return _say(f"{error.filename or 'disk'}: {error.strerror}; what was finished before is kept", 1)
            return _say(_bug(error), 1)
        except Exception as error:
            return _say(_bug(error), 1)


def _main(arguments: list[str]) -> int:
    flags, overrides, config_dir = _parse(arguments)
    if "--help" in flags:
        from experiments.command.help import text

        print(text(config_dir))
        return 0
    if "--version" in flags:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"nichecast {version('nichecast')}")
        except PackageNotFoundError:
            print("nichecast (not installed: run from its sources)")
        return 0
    if not flags:
        _start_early(overrides)
    from experiments.command.command import job_of

    job = job_of(overrides, config_dir)
    if "--config" in flags:
        from experiments.running.run_folder import as_yaml

        print(as_yaml(job.config), end="")
        return 0
    name = job.settings.task.name
    if name not in TASKS:
        raise InputError(f"task.name: got '{name}', takes a task{nearest(name, TASKS)}")
    if job.settings.brand is not None and name not in BRAND_TASKS:
        raise InputError(
            f"brand: got '{job.settings.brand}', but task={name} takes none;"
            " takes task=new, fit, contest, replay or none"
        )
    if job.settings.executor.scratch is not None:
        _check_scratch(job.settings)
    is_whatif = name == "run" and job.settings.experiment.claims
    is_own = name == "run" and job.settings.brand is not None
    module, function = (OWN_BRAND if is_own else WHATIF if is_whatif else TASKS[name]).split(":")
    status: int = getattr(import_module(module), function)(job)
    return status


def _check_scratch(settings: Settings) -> None:
    """Refuse a scratch folder that is not there, or that the task would not use.

    Raises:
        InputError: naming the parameter.
    """
    from simulation.compute.scratch import free_scratch

    folder, name, brand = settings.executor.scratch, settings.task.name, settings.brand
    assert folder is not None, "one was given"
    if name not in SCRATCH_TASKS or brand is not None:
        what = f"task={name}" if brand is None else f"brand={brand}"
        raise InputError(f"executor.scratch: does nothing beside {what}, whose worlds lie in memory")
    if settings.executor.address is None:  # else it is a folder of the cluster's machines
        free_scratch(folder, "executor.scratch")


def _start_early(overrides: list[str]) -> None:
    """Let worker processes import the model while the config is composed: a second or two of a run.

    Only where the command names neither task nor executor: the main job, which needs them. And not where its folder has
    an answer already: nothing or little is left to run, and a process that imports the model takes time from this one.
    """
    if any(item.lstrip("+~").startswith(("task", "executor", "hydra")) for item in overrides):
        return
    from experiments.running import executors, warm_up
    from experiments.running.folder_claim import has_answer

    folders = [
        value.strip().strip("'\"")
        for name, _, value in (item.partition("=") for item in overrides)
        if name.strip() == "output.dir"
    ]
    if any(has_answer(folder) for folder in folders):
        return

    executors.start_server(warm_up.PRELOAD)


def _parse(arguments: list[str]) -> tuple[set[str], list[str], str | None]:
    """Tell flags from overrides; an override is whatever does not begin with a dash."""
    flags: set[str] = set()
    overrides: list[str] = []
    config_dir = None
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if not argument.startswith("-"):
            overrides.append(argument)
        elif name not in FLAGS:
            raise InputError(f"{name}: no such flag{nearest(name, FLAGS)}")
        elif name == "--config-dir":
            config_dir = value if equals else next(rest, None)
            if not config_dir or not os.path.isdir(config_dir):
                raise InputError(
                    f"--config-dir: got {config_dir or 'nothing'!r}, takes a folder with config groups in it"
                )
        elif equals:
            raise InputError(f"{name}: got {value!r}, takes no value")
        else:
            flags.add("--help" if name == "-h" else name)
    return flags, overrides, config_dir


def _say(line: str, status: int) -> int:
    print(f"nichecast: {line}", file=sys.stderr)
    return status


def _bug(error: Exception) -> str:
    """Keep the traceback in a file and say in one line where."""
    with tempfile.NamedTemporaryFile("w", prefix="nichecast-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(error)))
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{what} (a bug; the traceback is in {file.name})"


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Let SIGTERM end the command as Ctrl-C does: what is finished is kept, and the line says where."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # another thread than the first gets no signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


if __name__ == "__main__":
    sys.exit(main())
