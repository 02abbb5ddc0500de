"""All of what a dashboard would have said, beside what happened."""
