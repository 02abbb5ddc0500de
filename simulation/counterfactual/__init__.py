"""The same world with one decision changed: forks, replays, and the uplift between them."""
