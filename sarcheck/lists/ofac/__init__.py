"""OFAC's lists in the four forms in which they are published. The enhanced XML says the most."""
