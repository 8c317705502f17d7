"""The European Union's asset freezes, and the annexes of its regulations."""
