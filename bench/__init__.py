"""Measurements of the engine on invented data; nothing here is needed to build the site."""
