"""The training site: pages as pure functions of the corpus, dressed and published by MkDocs."""
