"""The conditions of the catalogue applied to the facts of lines, pairs, claims and codes."""
