"""Files for other programs, one module a format, written from the same archive as the pages."""
