"""State vectors: interpolation, zero-Doppler geolocation, orbit plane, sub-satellite track."""
