"""Search: what leads to which record, written as files that the reader's browser loads when the box is used."""
