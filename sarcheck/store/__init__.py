"""The compiled store: one file of named numpy arrays, memory-mapped, shared by any number of processes.

``_file`` is the format, ``_kept`` keeps stores in a cache folder and makes a damaged one anew, ``_hashes``
remembers the hashes of large files between starts.
"""

from sarcheck.store._file import Sections, Store, write
from sarcheck.store._hashes import hashes
from sarcheck.store._kept import kept

__all__ = ["Sections", "Store", "hashes", "kept", "write"]
