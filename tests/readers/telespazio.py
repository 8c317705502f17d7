"""Synthetic COSMO-SkyMed and KOMPSAT-5 products: the same keys as HDF5 attributes and as XML elements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np

STEM = "CSKS1_SCS_B_HI_03_HV_RA_SF_20240301051500_20240301051507"
TIMES = np.array([18890.0, 18900.0, 18910.0, 18920.0])
POSITION = np.array([[4.0e6 + i, 1.0e6, 5.0e6] for i in range(4)])
VELOCITY = np.array([[5.0e3, -9.0e2 + i, -4.7e3] for i in range(4)])
ROOT: dict[str, Any] = {
    "Mission ID": "CSK",
    "Satellite ID": "CSKS1",
    "Product Filename": STEM + ".h5",
    "Product Type": "SCS_B",
    "Scene Sensing Start UTC": "2024-03-01 05:15:00.250000000",
    "Scene Sensing Stop UTC": "2024-03-01 05:15:07.125000000",
    "Reference UTC": "2024-03-01 00:00:00.000000000",
    "Acquisition Mode": "HIMAGE",
    "Multi-Beam ID": "H4-03",
    "Look Side": "RIGHT",
    "Orbit Direction": "ASCENDING",
    "Orbit Number": 12345,
    "Radar Frequency": 9.6e9,
    "Ground Range Geometric Resolution": 3.0,
    "Azimuth Geometric Resolution": 3.5,
    "Processing Centre": "Strelsau Centre",
    "Acquisition Station ID": "42/STR/Strelsau",
    "Product Generation UTC": "2024-03-01 08:00:00.000000000",
    "L1A Software Version": "9.9",
    "L1B Software Version": "-",
    "Lines Order": "EARLY-LATE",
    "Columns Order": "NEAR-FAR",
    "State Vectors Times": TIMES,
    "ECEF Satellite Position": POSITION,
    "ECEF Satellite Velocity": VELOCITY,
}
IMAGE: dict[str, Any] = {
    "Zero Doppler Azimuth First Time": 18900.5,
    "Zero Doppler Azimuth Last Time": 18906.5,
    "Zero Doppler Range First Time": 0.005,
    "Zero Doppler Range Last Time": 0.0052,
    "Near Incidence Angle": 30.25,
    "Far Incidence Angle": 33.5,
    "Column Spacing": 1.25,
    "Line Spacing": 2.0,
    "Top Left Geodetic Coordinates": [40.0, 26.0, 10.0],
    "Top Right Geodetic Coordinates": [40.1, 26.5, 20.0],
    "Bottom Right Geodetic Coordinates": [40.6, 26.4, 30.0],
    "Bottom Left Geodetic Coordinates": [40.5, 25.9, 40.0],
}
RING = ((26.0, 40.0), (26.5, 40.1), (26.4, 40.6), (25.9, 40.5))


def hdf5(
    path: Path,
    root: dict[str, Any] | None = None,
    image: dict[str, Any] | None = None,
    swaths: int = 1,
    fixed: bool = True,
    where: str = "SBI",
    polarisation: tuple[str, str] = ("Polarisation", "HV"),
) -> Path:
    """Write a product; ``root`` and ``image`` are replacements, a None leaves the key out."""
    with h5py.File(path, "w") as file:
        _attributes(file, ROOT | (root or {}), fixed)
        for i in range(1, swaths + 1):
            group = file.create_group(f"S{i:02}")
            _attributes(group, {polarisation[0]: polarisation[1]}, fixed)
            pixels = group.create_dataset(where, shape=(4, 4, 2), dtype="i2")
            shifted = {key: _shifted(value, i - 1) for key, value in (IMAGE | (image or {})).items()}
            _attributes(pixels, shifted, fixed)
    return path


def _shifted(value: Any, swath: int) -> Any:
    return [value[0], value[1] + 0.5 * swath, *value[2:]] if isinstance(value, list) and len(value) > 1 else value


def _attributes(node: Any, values: dict[str, Any], fixed: bool) -> None:
    for key, value in values.items():
        if value is not None:
            node.attrs[key] = np.bytes_(value) if fixed and isinstance(value, str) else value


def aux_xml(root: dict[str, Any] | None = None, images: int = 1, mosaic: bool = False) -> str:
    """Return an auxiliary file of KOMPSAT-5; each subswath has an image, or all have one together."""
    own = {"Mission ID": "KMPS", "Satellite ID": "KMPS5", "Product Type": "GTC_B"}
    values = ROOT | own | (root or {})
    named = {
        "Near Early Geodetic Coordinates": IMAGE["Top Left Geodetic Coordinates"],
        "Far Early Geodetic Coordinates": IMAGE["Top Right Geodetic Coordinates"],
        "Far Late Geodetic Coordinates": IMAGE["Bottom Right Geodetic Coordinates"],
        "Near Late Geodetic Coordinates": IMAGE["Bottom Left Geodetic Coordinates"],
    }
    blocks = [_elements({k: _shifted(v, i) for k, v in (IMAGE | named).items()}) for i in range(images)]
    swaths = "".join(
        f'<SubSwath id="{i:02}"><Polarisation>HV</Polarisation>{"" if mosaic else f"<SBI>{block}</SBI>"}</SubSwath>'
        for i, block in enumerate(blocks, 1)
    )
    last = f"<MBI>{blocks[0]}</MBI>" if mosaic else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Auxiliary><Root>'
        f"{_elements(values)}<SubSwaths>{swaths}</SubSwaths>{last}</Root></Auxiliary>"
    )


def _elements(values: dict[str, Any]) -> str:
    parts = []
    for key, value in values.items():
        if value is None:
            continue
        tag = key.replace(" ", "").replace("-", "")
        text = value if isinstance(value, str) else ", ".join(repr(float(x)) for x in np.ravel(value))
        parts.append(f"<{tag}>{text}</{tag}>")
    return "".join(parts)


NOTE = f"""   <?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DeliveryNote SYSTEM "DeliveryNote.dtd"><DeliveryNote><ProductInfo><ProductName>{STEM}.h5</ProductName>
<MissionId>CSK</MissionId><ProductGenerationDate>2024-03-01 08:00:00.000000000</ProductGenerationDate>
<UserRequestId>77</UserRequestId></ProductInfo><ProductDefinitionData><ProductType>SCS_B</ProductType>
<SceneSensingStartUTC>2024-03-01 05:15:00.250000000</SceneSensingStartUTC>
<SceneSensingStopUTC>2024-03-01 05:15:07.125000000</SceneSensingStopUTC>
<GeoCoordBottomLeft>40.5 25.9 0 </GeoCoordBottomLeft><GeoCoordBottomRight>40.6 26.4 0 </GeoCoordBottomRight>
<GeoCoordTopLeft>40.0 26.0 0 </GeoCoordTopLeft><GeoCoordTopRight>40.1 26.5 0 </GeoCoordTopRight>
<SatelliteId>CSKS1</SatelliteId><AcquisitionMode>HIMAGE</AcquisitionMode><LookSide>RIGHT</LookSide>
<AcquisitionStationId>42/STR/Strelsau</AcquisitionStationId></ProductDefinitionData>
<ProcessingInfo><ProcessingLevel>Level-1A</ProcessingLevel></ProcessingInfo>
<Algorithms><Tag><TagName>L1A Software Version</TagName><TagValue>9.9</TagValue></Tag></Algorithms>
<ProductCharacteristics><AzimuthGeometricResolution>3.5 </AzimuthGeometricResolution>
<GroundRangeGeometricResolution>3 </GroundRangeGeometricResolution></ProductCharacteristics>
<OtherInfo><ProcessingCentre>Strelsau Centre</ProcessingCentre></OtherInfo></DeliveryNote>"""
SHEET = f"""<?xml-stylesheet type="text/xsl" href="sheet.xsl"?><?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE DeliveryAccompanyingSheet SYSTEM "DeliveryAccompanyingSheet.dtd">
<DeliveryAccompanyingSheet><Request><MissionId>CSK</MissionId><RequestorUserId>user_7</RequestorUserId>
<RequestId>77</RequestId></Request><DeliveryTo><Surname>Elphberg</Surname><Name>Rudolf</Name>
<Company>Ruritanian Trading House</Company><Country>RURITANIA</Country></DeliveryTo>
<Product><ProductType>SCS_B</ProductType><ClassificationLevel>restricted</ClassificationLevel>
<SensingStartTime>2024/03/01 05:15:00</SensingStartTime><SensingStopTime>2024/03/01 05:15:07</SensingStopTime>
<ProductTags><ProductFileName>{STEM}</ProductFileName><ProcessingCentre>Strelsau Centre</ProcessingCentre>
</ProductTags></Product></DeliveryAccompanyingSheet>"""
