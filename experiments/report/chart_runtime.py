"""Importing this makes ahead what every report needs and what takes long: the runtime of its charts."""

from experiments.report.runtime import bundle

bundle()
