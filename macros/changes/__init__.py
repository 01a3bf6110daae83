"""What a change does to the record, told for those who judge it: `python -m macros changes --since REV`."""
