"""Random graphs that keep what they must, and what is tested against them."""
