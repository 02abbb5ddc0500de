"""Calibration: from sourced ranges and the scorecard's fit rows to a set of plausible worlds."""
