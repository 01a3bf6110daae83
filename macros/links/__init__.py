"""Whether the addresses that sources name still answer: `python -m macros links`. No build and no check asks the network."""
