"""Named what-ifs: claims, their verdicts, their page."""
