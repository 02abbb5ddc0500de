"""Lessons: small markets that are lived on the spot, one idea each, with a bet before and an answer after."""
