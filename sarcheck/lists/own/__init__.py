"""Lists that a user or the pack itself writes: a table with a documented header, or TOML."""
