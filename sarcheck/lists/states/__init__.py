"""Lists of the United Nations, and of states that publish one file."""
