"""Measures against peers in the same run; run by `make bench`, never as a test."""
