"""Charge lists in, findings and expected payment out."""
