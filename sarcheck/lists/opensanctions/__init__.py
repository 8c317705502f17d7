"""OpenSanctions' exports: many lists merged into one."""
