"""Runs SQL steps over relations; knows nothing of Medicare."""
