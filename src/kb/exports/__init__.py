"""The casebook in other forms, for other programs."""
