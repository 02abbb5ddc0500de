"""Published models side by side with this one: their numbers, and ours where it is set up as they are."""
