"""The lab: a page in the browser where one market is watched, changed from a day on, and learned from."""
