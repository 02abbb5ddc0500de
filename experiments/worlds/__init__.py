"""Plausible worlds: does an answer hold in every world that agrees with what is known, or in some of them only?"""
