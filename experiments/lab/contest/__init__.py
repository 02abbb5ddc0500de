"""The class contest: teams hand in plans for one brand, and the truth ranks them."""
