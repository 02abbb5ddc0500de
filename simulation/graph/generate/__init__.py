"""Graphs made from parameters: friendships, audience sizes, who follows whom."""
