"""What there is: the columns, what is counted, holdouts, money, events, and a file that holds them all."""
