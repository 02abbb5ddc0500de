"""A brand of one's own: a folder in, a plan out."""
