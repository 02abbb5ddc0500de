"""What happens before day 0: the social graph and the initial state of everybody."""
