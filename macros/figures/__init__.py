"""Pictures drawn from the records at build time: timeline strip, ranges, control band, tenures.

Python computes positions, templates print them. Nothing here makes HTML, and no
picture stands without the same facts as a list or table beside it.
"""
