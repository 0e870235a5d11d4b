"""What each command does and says, once its arguments are read."""
