"""The UK Sanctions List, and the list of asset freezes that OFSI published until 2026."""
