"""Readers of CMS's files and the builder of the dataset; never imported at query time."""
