"""What is commonly said of a market run by micro-influencers, each claim tested in many plausible worlds."""
