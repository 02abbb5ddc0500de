"""All lessons, in the order in which they are learned."""

from __future__ import annotations

from experiments.lab.lessons.commons import COMMONS
from experiments.lab.lessons.labels import LABELS
from experiments.lab.lessons.lesson import Lesson
from experiments.lab.lessons.measure import MEASURE
from experiments.lab.lessons.mirage import MIRAGE
from experiments.lab.lessons.niche_or_broadcast import NICHE_OR_BROADCAST
from experiments.lab.lessons.sell_out import SELL_OUT
from experiments.lab.lessons.slow_trust import SLOW_TRUST
from experiments.lab.lessons.up_and_down import UP_AND_DOWN

LESSONS: dict[str, Lesson] = {
    lesson.name: lesson
    for lesson in (SLOW_TRUST, SELL_OUT, LABELS, COMMONS, UP_AND_DOWN, MIRAGE, MEASURE, NICHE_OR_BROADCAST)
}
