"""Footprints and geodesy: ring repair, antimeridian, poles, geodesic edges, areas, distances."""

from sarcheck.geo.distance import point_distance_km
from sarcheck.geo.footprints import footprint, foresee, from_geojson, swapped
from sarcheck.geo.planes import Meeting, relate

__all__ = ["Meeting", "footprint", "foresee", "from_geojson", "point_distance_km", "relate", "swapped"]
