"""ICEYE: XML, GeoTIFF tags, HDF5 and the JSON form of 2025, on synthetic products."""

from __future__ import annotations

import datetime as dt
import json
import struct
import zipfile

import h5py
import numpy as np
import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read

TEXTS = {
    "satellite_name": "ICEYE-X7",
    "product_name": "ICEYE_X7_GRD_SM_1_20240301T051500",
    "product_level": "GRD",
    "acquisition_mode": "stripmap",
    "look_side": "left",
    "orbit_direction": "DESCENDING",
    "orbit_absolute_number": "4321",
    "orbit_processing_level": "precise",
    "polarization": "VV",
    "acquisition_start_utc": "2024-03-01T05:15:00.000001",
    "acquisition_end_utc": "2024-03-01T05:15:10.000001",
    "zerodoppler_start_utc": "2024-03-01T05:15:01.500000",
    "zerodoppler_end_utc": "2024-03-01T05:15:09.500000",
    "processing_time": "2024-03-01T06:00:00",
    "processor_version": "ICEYE_P_1.99",
    "range_spacing": "2.5",
    "azimuth_spacing": "2.25",
    "carrier_frequency": "9650000000.0",
    "avg_scene_height": "120.5",
    "incidence_near": "20.5",
    "incidence_far": "24.5",
    "coord_first_near": "1 1 10.0 20.0",
    "coord_first_far": "1001 1 10.1 20.4",
    "coord_last_near": "1 2001 9.5 20.1",
    "coord_last_far": "1001 2001 9.6 20.5",
}
RING = ((20.0, 10.0), (20.4, 10.1), (20.5, 9.6), (20.1, 9.5))
VECTORS = [(f"2024-03-01T05:15:0{i}.000000", (6e6 + i, 2e6, 3e6), (1e3, 2e3, -7e3 + i)) for i in range(3)]
GRSR = (600000.0, 0.3, 1e-6)


def xml(changes=None):
    texts = TEXTS | (changes or {})
    vectors = "".join(
        f"<orbit_vector><number>{i}</number><time>{time}</time>"
        + "".join(f"<pos{axis}>{x}</pos{axis}>" for axis, x in zip("XYZ", position, strict=True))
        + "".join(f"<vel{axis}>{x}</vel{axis}>" for axis, x in zip("XYZ", velocity, strict=True))
        + "</orbit_vector>"
        for i, (time, position, velocity) in enumerate(VECTORS)
    )
    values = "".join(f"<coefficient><value>{value}</value></coefficient>" for value in GRSR)
    flat = "".join(f"<{key}>{text}</{key}>" for key, text in texts.items() if text is not None)
    return (
        f"<Metadata><Orbit_State_Vectors>{vectors}</Orbit_State_Vectors><GRSR_Coefficients>{values}"
        f"<ground_range_origin>0.0</ground_range_origin></GRSR_Coefficients>{flat}</Metadata>"
    )


def tiff(items, order="<", big=False, kind=42112):
    """Return a TIFF of one directory with GDAL's metadata in it."""
    rows = "".join(f'<Item name="{key}">{text}</Item>' for key, text in items.items())
    data = f"<GDALMetadata>{rows}</GDALMetadata>".encode() + b"\0"
    mark = b"II" if order == "<" else b"MM"
    if big:
        head = mark + struct.pack(order + "HHHQ", 43, 8, 0, 16)
        tags = struct.pack(order + "Q", 2) + struct.pack(order + "HHQQ", 256, 3, 1, 10)
        return head + tags + struct.pack(order + "HHQQ", kind, 2, len(data), 72) + bytes(8) + data
    head = mark + struct.pack(order + "HI", 42, 8)
    tags = struct.pack(order + "H", 2) + struct.pack(order + "HHII", 256, 3, 1, 10)
    return head + tags + struct.pack(order + "HHII", kind, 2, len(data), 38) + bytes(4) + data


def tags():
    """Return the items of a GeoTIFF: lists as numpy prints them, the name as a tuple of one."""
    corners = {key: f"[ {text} ]" for key, text in TEXTS.items() if key.startswith("coord_")}
    lists = {
        "GRSR_COEFFICIENTS": "[ 6.0e+05 3.0e-01\n 1.0e-06]",
        "GRSR_GROUND_RANGE_ORIGIN": "0.0",
        "STATE_VECTOR_TIME_UTC": "[" + "\n ".join(f"['{time}']" for time, _, _ in VECTORS) + "]",
    }
    for i, axis in enumerate("XYZ"):
        lists[f"POS{axis}"] = "[" + " ".join(str(position[i]) for _, position, _ in VECTORS) + "]"
        lists[f"VEL{axis}"] = "[" + " ".join(str(velocity[i]) for _, _, velocity in VECTORS) + "]"
    named = TEXTS | corners | {"satellite_name": "('ICEYE-X7',)"}
    return {key.upper(): text for key, text in named.items()} | lists


def hdf5(path, changes=None):
    slc = {"product_level": "SLC", "range_spacing": None, "azimuth_spacing": None, "azimuth_ground_spacing": 1.75}
    slc |= {"slant_range_spacing": 0.5, "slant_range_to_first_pixel": 600000.0} | (changes or {})
    with h5py.File(path, "w") as file:
        for key, value in (TEXTS | slc).items():
            if key.startswith("coord_"):
                file[key] = [float(word) for word in value.split()]
            elif value is not None:
                file[key] = float(value) if isinstance(value, str) and value.replace(".", "", 1).isdigit() else value
        file["state_vector_time_utc"] = np.array([time for time, _, _ in VECTORS], dtype="S32")[:, None]
        for i, axis in enumerate("XYZ"):
            file[f"pos{axis}"] = [position[i] for _, position, _ in VECTORS]
            file[f"vel{axis}"] = [velocity[i] for _, _, velocity in VECTORS]
        file.create_dataset("s_i", shape=(3000, 3000), dtype="i2", chunks=(100, 100), compression="gzip")
    return path


def write(tmp_path, form):
    path = tmp_path / "renamed.dat"
    if form == "hdf5":
        return hdf5(path)
    path.write_bytes(xml().encode() if form == "xml" else tiff(tags()))
    return path


@pytest.mark.parametrize("form", ["xml", "tiff", "hdf5"])
def test_each_form_states_the_same(tmp_path, form):
    product = read(write(tmp_path, form))
    assert (product.format, product.platform, product.constellation) == ("iceye", "iceye-x7", "iceye")
    assert product.verification == ("layout only" if form == "hdf5" else "verified")
    assert (product.mode, product.polarisations, product.look) == ("stripmap", ("VV",), "left")
    assert (product.pass_direction, product.orbit_number, product.frequency_band) == ("descending", 4321, "X")
    assert (product.start, product.processed.hour) == (dt.datetime(2024, 3, 1, 5, 15, 0, 1, dt.UTC), 6)
    assert (product.level, product.complex) == ("L1", form == "hdf5")
    assert (product.spacing_range, product.spacing_azimuth) == ((0.5, 1.75) if form == "hdf5" else (2.5, 2.25))
    assert (product.incidence_near, product.incidence_far) == (20.5, 24.5)
    assert (product.processor, product.facility) == ("ICEYE_P_1.99", "ICEYE")
    assert product.outlines[0].points == RING
    assert [vector.position for vector in product.state_vectors] == [position for _, position, _ in VECTORS]
    assert [vector.velocity for vector in product.state_vectors] == [velocity for _, _, velocity in VECTORS]
    assert (product.id, product.problems) == ("ICEYE_X7_GRD_SM_1_20240301T051500", ())


@pytest.mark.parametrize("form", ["xml", "tiff", "hdf5"])
def test_corners_are_tied_to_time_range_and_mean_height(tmp_path, form):
    (ties,) = read(write(tmp_path, form)).ties
    assert ties.heights == "mean"
    # a thousand columns of 2.5 m on the ground, by the polynomial, or of 0.5 m in slant range
    far = 600500.0 if form == "hdf5" else 600000.0 + 0.3 * 2500 + 1e-6 * 2500**2
    assert {(t.time.second, t.slant_range, t.incidence, t.height, t.longitude) for t in ties.points} == {
        (1, 600000.0, 20.5, 120.5, 20.0),
        (1, far, 24.5, 120.5, 20.4),
        (9, far, 24.5, 120.5, 20.5),
        (9, 600000.0, 20.5, 120.5, 20.1),
    }


@pytest.mark.parametrize(("order", "big"), [("<", False), (">", False), ("<", True), (">", True)])
def test_tags_are_read_in_every_kind_of_tiff(tmp_path, order, big):
    (tmp_path / "x.tif").write_bytes(tiff(tags(), order, big))
    assert read(tmp_path / "x.tif").platform == "iceye-x7"


COG = {
    "platform": "ICEYE-X42",
    "constellation": "ICEYE",
    "start_datetime": "2025-06-27T11:24:05.785Z",
    "end_datetime": "2025-06-27T11:24:19.901Z",
    "sar:instrument_mode": "spotlight",
    "sar:polarizations": ["VV"],
    "sar:product_type": "SLC-COG",
    "sar:frequency_band": "X",
    "sar:observation_direction": "right",
    "sar:pixel_spacing_range": 0.19,
    "sat:orbit_state": "descending",
    "view:incidence_angle": 31.94,
    "processing:software": {"forge": "v0", "processor": "ICEYE_I_9"},
    "iceye:incidence_angle_near": 31.84,
    "iceye:incidence_angle_far": 32.05,
    "iceye:processing_mode": "SLF",
    "iceye:filename": "ICEYE_SCENE.json",
    "iceye:zero_doppler_start_datetime": "2025-06-27T11:24:12.632Z",
}
SQUARE = {"type": "Polygon", "coordinates": [[[1.0, 2.0], [1.1, 2.0], [1.1, 2.1], [1.0, 2.1], [1.0, 2.0]]]}


@pytest.mark.parametrize("flat", [True, False])
def test_the_json_form_is_read_by_its_documented_layout(tmp_path, flat):
    document = COG | {"geometry": SQUARE} if flat else {"type": "Feature", "geometry": SQUARE, "properties": COG}
    (tmp_path / "x.json").write_text(json.dumps(document))
    product = read(tmp_path)
    assert (product.format, product.verification, product.evidence) == ("iceye", "layout only", "metadata")
    assert (product.id, product.platform, product.complex) == ("ICEYE_SCENE", "iceye-x42", True)
    assert (product.incidence_near, product.incidence_far, product.processor) == (31.84, 32.05, "ICEYE_I_9")
    assert (product.polarisations, len(product.outlines), product.problems) == (("VV",), 1, ())


def test_a_cog_is_read_by_its_tags(tmp_path):
    items = {
        key: value if isinstance(value, str) else json.dumps(value).replace('"', "'") for key, value in COG.items()
    }
    (tmp_path / "x.tif").write_bytes(tiff(items))
    product = read(tmp_path)
    assert (product.platform, product.verification, product.polarisations) == ("iceye-x42", "layout only", ("VV",))


def test_image_and_metadata_of_one_product_are_read_together(tmp_path):
    (tmp_path / "x.xml").write_text(xml())
    (tmp_path / "x.tif").write_bytes(tiff(tags() | {"LOOK_SIDE": "right"}))
    product = read(tmp_path)
    assert product.look == "left"
    assert [problem.code for problem in product.problems] == ["claims-disagree"]
    (tmp_path / "y.xml").write_text(xml({"acquisition_start_utc": "2024-03-02T05:15:00"}))
    with pytest.raises(ProductError, match="holds 2 acquisitions"):
        read(tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_form_is_read_from_an_archive(tmp_path, method):
    for form in ("xml", "tiff", "hdf5"):
        with zipfile.ZipFile(tmp_path / "x.zip", "w", method) as archive:
            archive.write(write(tmp_path, form), "folder/x")
        assert (read(tmp_path / "x.zip").platform, len(read(tmp_path / "x.zip").ties)) == ("iceye-x7", 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"coord_first_near": "1 1 400.0 20.0"}, "outlines"),
        ({"coord_first_near": "1 1 nan 20.0"}, "outlines"),
        ({"acquisition_end_utc": "9999-01-01T00:00:00"}, "stop"),
        ({"zerodoppler_end_utc": "0000-01-01T00:00:00"}, "ties"),
        ({"range_spacing": "-2"}, "ties"),
        ({"coord_first_far": "1e300 1 10.1 20.4"}, "ties"),
        ({"incidence_near": "181"}, "incidence_near"),
        ({"avg_scene_height": "1e999"}, "ties"),
    ],
)
def test_absurd_values_are_absent_and_told(tmp_path, changes, field):
    (tmp_path / "x.xml").write_text(xml(changes))
    product = read(tmp_path)
    assert not getattr(product, field)
    assert product.problems


def test_a_damaged_image_beside_good_metadata_is_a_problem(tmp_path):
    (tmp_path / "x.xml").write_text(xml())
    (tmp_path / "x.tif").write_bytes(tiff({"A": "<broken"}))
    product = read(tmp_path)
    assert (product.platform, [problem.pointer for problem in product.problems]) == ("iceye-x7", ["x.tif"])


@pytest.mark.parametrize("cut", [4, 9, 20, 37, 60])
def test_a_truncated_tiff_is_no_product(tmp_path, cut):
    (tmp_path / "x.tif").write_bytes(tiff(tags())[:cut])
    with pytest.raises(ProductError):
        read(tmp_path / "x.tif")


def test_other_makers_geotiffs_are_not_taken(tmp_path):
    (tmp_path / "x.tif").write_bytes(tiff({"SATELLITE_NAME": "OTHER-1"}))
    with pytest.raises(ProductError, match="not a product"):
        read(tmp_path)
