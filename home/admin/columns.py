"""Columns of lists in the admin."""

#: Class of a column that a phone leaves out: what it tells stands on the screen that the row opens.
WIDE = "market-wide"
