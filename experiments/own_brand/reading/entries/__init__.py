"""The entries of ``brand.yaml``: as numbers and shares, what was sold in words, and what the market can take."""
