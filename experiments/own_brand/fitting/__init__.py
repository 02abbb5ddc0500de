"""The market that the answers describe, and the search for what they do not say."""
