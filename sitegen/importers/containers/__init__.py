"""Seeds that hold seeds: archives, what crawlers kept, and pages saved with all that belongs to them."""
