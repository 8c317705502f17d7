"""Synthetic products in the layout of Sentinel-1, small, and changed at will by the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

NAME = "S1A_IW_GRDH_1SDV_20240301T051500_20240301T051525_052789_066389_0A1B"
STEM = "s1a-iw-grd-vv-20240301t051500-20240301t051525-052789-066389-001"
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<xfdu:XFDU xmlns:xfdu="urn:ccsds:schema:xfdu:1"
 version="esa/safe/sentinel-1.0/sentinel-1/sar/level-1/grd/standard/iwdp">
<metadataSection xmlns:safe="http://www.esa.int/safe/sentinel-1.0">
<metadataObject ID="processing"><metadataWrap><xmlData>
<safe:processing name="GRD" start="2024-03-01T06:00:00.000000" stop="2024-03-01T06:10:00.000000">
<safe:facility country="Ruritania" name="Ground Segment X" organisation="Agency" site="Strelsau">
<safe:software name="Imager" version="003.71"/></safe:facility>
<safe:resource name="raw" role="Level-0">
<safe:processing><safe:facility name="Antenna Y"/></safe:processing></safe:resource>
</safe:processing></xmlData></metadataWrap></metadataObject>
<metadataObject ID="acquisitionPeriod"><metadataWrap><xmlData><safe:acquisitionPeriod>
<safe:startTime>2024-03-01T05:15:00.250000</safe:startTime><safe:stopTime>2024-03-01T05:15:25.250000</safe:stopTime>
</safe:acquisitionPeriod></xmlData></metadataWrap></metadataObject>
<metadataObject ID="platform"><metadataWrap><xmlData><safe:platform>
<safe:familyName>SENTINEL-1</safe:familyName><safe:number>A</safe:number>
<safe:instrument><safe:familyName abbreviation="SAR">SAR</safe:familyName><safe:extension><instrumentMode>
<mode>IW</mode><swath>IW</swath></instrumentMode></safe:extension></safe:instrument>
</safe:platform></xmlData></metadataWrap></metadataObject>
<metadataObject ID="generalProductInformation"><metadataWrap><xmlData><standAloneProductInformation>
<transmitterReceiverPolarisation>VV</transmitterReceiverPolarisation>
<transmitterReceiverPolarisation>VH</transmitterReceiverPolarisation><productType>GRD</productType>
</standAloneProductInformation></xmlData></metadataWrap></metadataObject>
<metadataObject ID="measurementOrbitReference"><metadataWrap><xmlData><safe:orbitReference>
<safe:orbitNumber type="start">52789</safe:orbitNumber><safe:orbitNumber type="stop">52789</safe:orbitNumber>
<safe:relativeOrbitNumber type="start">117</safe:relativeOrbitNumber>
<safe:extension><orbitProperties><pass>DESCENDING</pass></orbitProperties></safe:extension>
</safe:orbitReference></xmlData></metadataWrap></metadataObject>
<metadataObject ID="measurementFrameSet"><metadataWrap><xmlData><safe:frameSet><safe:frame><safe:footPrint>
<coordinates>50.0,10.0 50.2,8.0 51.2,8.3 51.0,10.4</coordinates>
</safe:footPrint></safe:frame></safe:frameSet></xmlData></metadataWrap></metadataObject>
</metadataSection>
<dataObjectSection><dataObject><byteStream><fileLocation href="./annotation/STEM.xml"/></byteStream></dataObject>
</dataObjectSection></xfdu:XFDU>
""".replace("STEM", STEM)

GRID = "".join(
    f"<geolocationGridPoint><line>{100 * row}</line><pixel>{50 * column}</pixel>"
    f"<latitude>{51.0 - 0.5 * row + 0.1 * column}</latitude><longitude>{10.3 - 1.0 * column - 0.15 * row}</longitude>"
    f"<incidenceAngle>{30 + 7.5 * column}</incidenceAngle></geolocationGridPoint>"
    for row in range(3)
    for column in range(3)
)
ORBITS = "".join(
    f"<orbit><time>2024-03-01T05:1{i}:00.000000</time><frame>Earth Fixed</frame>"
    f"<position><x>{4e6 + i}</x><y>1e6</y><z>5e6</z></position>"
    "<velocity><x>5e3</x><y>-9e2</y><z>-4.7e3</z></velocity></orbit>"
    for i in (6, 4, 5)
)
ANNOTATION = f"""<?xml version="1.0" encoding="UTF-8"?>
<product><adsHeader><missionId>S1A</missionId><productType>GRD</productType><polarisation>VV</polarisation>
<mode>IW</mode><swath>IW</swath><startTime>2024-03-01T05:15:00.250000</startTime>
<stopTime>2024-03-01T05:15:25.250000</stopTime><absoluteOrbitNumber>52789</absoluteOrbitNumber></adsHeader>
<generalAnnotation><productInformation><pass>Descending</pass><radarFrequency>5.405e9</radarFrequency>
</productInformation><orbitList count="3">{ORBITS}</orbitList></generalAnnotation>
<imageAnnotation><imageInformation><rangePixelSpacing>1.0e+01</rangePixelSpacing>
<azimuthPixelSpacing>1.1e+01</azimuthPixelSpacing></imageInformation></imageAnnotation>
<geolocationGrid><geolocationGridPointList>{GRID}</geolocationGridPointList></geolocationGrid></product>
"""
Edit = dict[str, str]


def edited(text: str, changes: Edit) -> str:
    """Replace texts; every one of them must be there, or the test would test nothing."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def safe(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of SAFE folders: ``manifest`` and ``annotation`` are replacements, None leaves the file out."""

    def make(
        manifest: Edit | None = {},  # noqa: B006
        annotation: Edit | None = {},  # noqa: B006
        name: str = NAME + ".SAFE",
        stem: str = STEM,
    ) -> Path:
        folder = tmp_path / name
        (folder / "annotation").mkdir(parents=True)
        if manifest is not None:
            (folder / "manifest.safe").write_text(edited(MANIFEST, manifest), encoding="utf-8")
        if annotation is not None:
            target = folder / "annotation" / f"{stem}.xml"
            target.write_text(edited(ANNOTATION, annotation), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def zipped() -> Callable[[Path], Path]:
    """Return a function that packs a folder as zip, the folder's own name inside it."""

    def pack(folder: Path) -> Path:
        target = folder.with_suffix(".zip")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder.parent))
        return target

    return pack
