"""Taking down what must not be read any more: updates, live blogs, names; and putting back what was saved before."""
