"""The documented cases as data, and the generator that makes rules/parties/ and samples/ from them.

``python -m seeds`` writes both; ``python -m seeds --check`` tells which files no longer agree with the data.
"""
