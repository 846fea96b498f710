"""Measurements of the product: ratios taken in one run, since the machine is never quiet."""
