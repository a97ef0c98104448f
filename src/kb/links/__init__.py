"""Whether sources are still there, and copies of them in an archive: the only part that goes to the network."""
