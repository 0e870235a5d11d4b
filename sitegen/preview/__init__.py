"""The preview server in parts: which bytes answer, the socket, the history of builds, and the watch on files."""
