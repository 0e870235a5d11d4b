"""What each release of sitegen promised: a small site, and all that its pages held as that release built them."""
