"""The tables of a brand's folder: roster, sales, plan, prices, tests, audience; one file each."""
