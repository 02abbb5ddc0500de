"""All lessons, in the order in which they are learned."""

from __future__ import annotations

from experiments.lab.lessons.labels import LABELS
from experiments.lab.lessons.lesson import Lesson
from experiments.lab.lessons.slow_trust import SLOW_TRUST

LESSONS: dict[str, Lesson] = {lesson.name: lesson for lesson in (SLOW_TRUST, LABELS)}
