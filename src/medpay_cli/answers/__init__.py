"""Runs the pipeline for what a user asks, and turns rows into records; decides nothing itself."""
