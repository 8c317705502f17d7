"""Lists of other US agencies: the Consolidated Screening List, which carries them all, and BIS's own text file."""
