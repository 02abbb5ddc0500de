"""The world against what is known from outside."""
