"""How fast the market and its methods are, beside what they are to reach."""
