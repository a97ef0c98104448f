"""The e-reputation casebook: case files in, a checked, searchable and published casebook out."""

__version__ = "0.1.0"
