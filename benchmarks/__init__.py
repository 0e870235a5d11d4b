"""What measures sitegen: a corpus, the same site for Hugo, and the figures of both."""
