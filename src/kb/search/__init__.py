"""Search: what is indexed (`documents`), what is asked (`query`), and one engine adapter a file."""
