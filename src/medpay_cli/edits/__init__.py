"""NCCI edits: which lines of a claim CMS denies beside each other, and whether a modifier helps."""
