"""The main job: the arms at one budget over paired seeds, a table in the terminal, and a run folder with a report."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from experiments.command.command import Job
from experiments.comparing import report_libraries
from experiments.results import terminal
from experiments.results.agreement import said_of
from experiments.results.findings import Findings
from experiments.results.outcome_catalogue import refuse_unknown
from experiments.running import replicates, room, run_folder, sequential
from experiments.running.arms import Design, resolve
from experiments.running.folder_claim import has_answer
from experiments.running.provenance import identify
from experiments.worlds import across
from experiments.worlds.plausible import say_what_is_left_alone


def run(job: Job) -> int:
    """Run what is not there yet, then write and print what all of it says.

    Returns:
        0, or 1 if replicates failed.

    Raises:
        InputError: if the input cannot be used; nothing has been run then.
        KeyboardInterrupt: with a line that says what is kept.
    """
    done = compare(job, say=True)
    finished, tried, folder = done.tried.finished, done.tried, done.folder
    if tried.failed:
        seed, first = next(iter(tried.failed.items()))
        number = f"{len(tried.failed)} of {len(tried.seeds)} replicates failed"
        where = folder.path / "failed.json"
        print(f"nichecast: {number}; seed {seed}: {first['error']} (tracebacks in {where})", file=sys.stderr)
    if finished:
        print(f"Report: {folder.path / 'report.html'}")
    return 1 if tried.failed else 0


@dataclass(frozen=True)
class Compared:
    """What a comparison left; ``found`` is None if no replicate finished."""

    folder: run_folder.RunFolder
    design: Design
    tried: sequential.Tried
    found: Findings | None


def compare(job: Job, *, say: bool = False) -> Compared:
    """Run what is not there yet of a comparison, and write the folder.

    Args:
        job: The command.
        say: Whether to print differences between arms and what was found.

    Raises:
        InputError: if the input cannot be used; nothing has been run then.
        KeyboardInterrupt: with a line that says what is kept.
    """
    started = time.perf_counter()
    replicates.make_ready(job.settings.executor, has_answer(job.settings.output.dir))
    design = resolve(job)
    refuse_unknown(job.settings.outcome)
    across.refuse(job, design)
    identity = identify(job, design)
    label = job.settings.experiment.name or job.settings.task.name
    with run_folder.open_folder(job.settings.output.dir, label, job.config, identity) as folder:
        folder.write_json("arms.json", design.to_dict())
        if say:
            if (line := room.how_long(job.settings, design.markets)) is not None:
                print(f"nichecast: {line}", file=sys.stderr)
            if len(design.names) > 1:
                say_what_is_left_alone(job.settings.worlds.file)
            terminal.show_differences(design.differences(), design.reference)
        tried = sequential.replicate(job.settings, folder, design, report_libraries.load)
        folder.write_json("failed.json", {str(seed): each for seed, each in tried.failed.items()})
        found = None
        worlds = across.run(job, design, folder) if tried.finished else None
        if tried.finished:
            from experiments.comparing.outputs import write

            found = write(job, folder, design, tried, started, worlds=worlds)
            if say:
                terminal.show(
                    found, [*said_of(worlds, found), *folder.meta(tried.finished[0])["notes"], *tried.lines()]
                )
    return Compared(folder, design, tried, found)
