"""Small products in the layouts of XML formats, made up for the tests: {format: {file: text}}."""

from __future__ import annotations

from pathlib import Path


def vectors(element: str, names: tuple[str, ...], time: str = "2024-05-06T07:08:{:02}.000000Z") -> str:
    """Return three state vectors of a satellite at 700 km, one each ten seconds."""
    stated = []
    for i in range(3):
        values = (time.format(10 * i), 7.0e6, 1.0e5 + 7.4e4 * i, 1.0e5, -80.0 * i, 7400.0, 900.0)
        stated.append("".join(f"<{n}>{v}</{n}>" for n, v in zip(names, values, strict=True)))
    return "".join(f"<{element}>{text}</{element}>" for text in stated)


def _corner(lat: float, lon: float, time: str, seconds: str, angle: float) -> str:
    return (
        f"<sceneCornerCoord><lat>{lat}</lat><lon>{lon}</lon><azimuthTimeUTC>{time}</azimuthTimeUTC>"
        f"<rangeTime>{seconds}</rangeTime><incidenceAngle>{angle}</incidenceAngle></sceneCornerCoord>"
    )


TSX_NAME = "TSX1_SAR__SSC______ST_S_SRA_20240506T070805_20240506T070815"
_TSX_VECTOR = ("timeUTC", "posX", "posY", "posZ", "velX", "velY", "velZ")
TERRASARX = f"""<?xml version="1.0" encoding="UTF-8"?>
<level1Product><generalHeader><itemName>Level 1B Product</itemName><mission>TSX-1</mission>
<generationSystem version="9.9">TMSP</generationSystem><generationTime>2024-05-07T00:00:00.500000</generationTime>
</generalHeader><productInfo><generationInfo><receivingStation>XYZ</receivingStation>
<level0ProcessingFacility>Early Works</level0ProcessingFacility>
<level1ProcessingFacility>Strelsau Works</level1ProcessingFacility></generationInfo>
<missionInfo><mission>TSX-1</mission><absOrbit>93000</absOrbit><relOrbit>12</relOrbit>
<orbitDirection>ASCENDING</orbitDirection></missionInfo>
<acquisitionInfo><imagingMode>ST</imagingMode><lookDirection>RIGHT</lookDirection>
<polarisationList><polLayer>HH</polLayer><polLayer>VV</polLayer></polarisationList>
<elevationBeamConfiguration>spot_042</elevationBeamConfiguration></acquisitionInfo>
<productVariantInfo><productVariant>SSC</productVariant></productVariantInfo>
<imageDataInfo><imageDataType>COMPLEX</imageDataType><imageRaster><rowSpacing units="s">1.5e-09</rowSpacing>
<columnSpacing units="s">2.5e-04</columnSpacing><groundRangeResolution>1.25</groundRangeResolution>
<azimuthResolution>0.25</azimuthResolution></imageRaster></imageDataInfo>
<sceneInfo><start><timeUTC>2024-05-06T07:08:05.000000Z</timeUTC></start>
<stop><timeUTC>2024-05-06T07:08:15.000000Z</timeUTC></stop><sceneAverageHeight>120.5</sceneAverageHeight>
{_corner(1.0, 8.0, "2024-05-06T07:08:05.000000Z", "4.0e-03", 30.0)}
{_corner(1.1, 8.3, "2024-05-06T07:08:05.000000Z", "4.2e-03", 33.0)}
{_corner(1.5, 7.9, "2024-05-06T07:08:15.000000Z", "4.0e-03", 30.5)}
{_corner(1.6, 8.2, "2024-05-06T07:08:15.000000Z", "4.2e-03", 33.5)}
</sceneInfo></productInfo>
<productSpecific><complexImageInfo><projectedSpacingAzimuth>0.125</projectedSpacingAzimuth>
<projectedSpacingRange><slantRange>0.25</slantRange></projectedSpacingRange></complexImageInfo></productSpecific>
<setup><orderInfo><userData><customerOrderID>order-17</customerOrderID><customerOrderName>N1</customerOrderName>
</userData></orderInfo></setup>
<instrument><radarParameters><centerFrequency>9.65e+09</centerFrequency></radarParameters></instrument>
<platform><orbit>{vectors("stateVec", _TSX_VECTOR)}</orbit></platform></level1Product>
"""

_RADARSAT_VECTOR = ("timeStamp", "xPosition", "yPosition", "zPosition", "xVelocity", "yVelocity", "zVelocity")


def tie(line: float, pixel: float, lat: float, lon: float, height: float) -> str:
    """Return a tie point of RADARSAT-2 or RCM."""
    return (
        f"<imageTiePoint><imageCoordinate><line>{line}</line><pixel>{pixel}</pixel></imageCoordinate>"
        f"<geodeticCoordinate><latitude>{lat}</latitude><longitude>{lon}</longitude><height>{height}</height>"
        "</geodeticCoordinate></imageTiePoint>"
    )


TIES = "".join(
    tie(500.0 * row, 100.0 * column, 1.0 + 0.1 * row + 0.02 * column, 8.0 + 0.1 * column - 0.02 * row, 50.0 + row)
    for row in range(3)
    for column in range(4)
)
CONVERSION = (
    "<slantRangeToGroundRange><zeroDopplerAzimuthTime>{}</zeroDopplerAzimuthTime>"
    "<groundRangeOrigin>0.0</groundRangeOrigin>"
    "<groundToSlantRangeCoefficients>{} 0.5 1.0e-06</groundToSlantRangeCoefficients></slantRangeToGroundRange>"
)
RADARSAT2 = f"""<?xml version="1.0" encoding="UTF-8"?>
<product xmlns="http://www.rsi.ca/rs2/prod/xml/schemas"><productId>PDS_1</productId><sourceAttributes>
<satellite>RADARSAT-2</satellite><inputDatasetFacilityId>STAT</inputDatasetFacilityId>
<beamModeMnemonic>W1</beamModeMnemonic><radarParameters><acquisitionType>Wide</acquisitionType><beams>W1</beams>
<polarizations>HH HV</polarizations><radarCenterFrequency units="Hz">5.405e+09</radarCenterFrequency>
<antennaPointing>Left</antennaPointing></radarParameters>
<orbitAndAttitude><orbitInformation><passDirection>Ascending</passDirection>
{vectors("stateVector", _RADARSAT_VECTOR)}</orbitInformation></orbitAndAttitude></sourceAttributes>
<imageGenerationParameters><generalProcessingInformation><productType>SGF</productType>
<processingFacility>Works</processingFacility><processingTime>2024-05-07T00:00:00.000000Z</processingTime>
<softwareVersion>P 1</softwareVersion></generalProcessingInformation><sarProcessingInformation>
<zeroDopplerTimeFirstLine>2024-05-06T07:08:05.000000Z</zeroDopplerTimeFirstLine>
<zeroDopplerTimeLastLine>2024-05-06T07:08:15.000000Z</zeroDopplerTimeLastLine>
<incidenceAngleNearRange units="deg">30.5</incidenceAngleNearRange>
<incidenceAngleFarRange units="deg">38.5</incidenceAngleFarRange>
<slantRangeNearEdge units="m">9.0e+05</slantRangeNearEdge></sarProcessingInformation>
{CONVERSION.format("2024-05-06T07:08:05.000000Z", "9.0e+05")}
{CONVERSION.format("2024-05-06T07:08:15.000000Z", "9.2e+05")}
</imageGenerationParameters><imageAttributes><rasterAttributes><dataType>Magnitude Detected</dataType>
<numberOfSamplesPerLine>301</numberOfSamplesPerLine><numberOfLines>1001</numberOfLines>
<sampledPixelSpacing units="m">100.0</sampledPixelSpacing><sampledLineSpacing units="m">50.0</sampledLineSpacing>
<lineTimeOrdering>Increasing</lineTimeOrdering><pixelTimeOrdering>Increasing</pixelTimeOrdering></rasterAttributes>
<geographicInformation><geolocationGrid>{TIES}</geolocationGrid></geographicInformation></imageAttributes></product>
"""

RCM = f"""<?xml version="1.0" encoding="UTF-8"?>
<product xmlns="rcmGsProductSchema"><productId>1_1</productId><securityAttributes>
<securityClassification>Unclassified</securityClassification><specialHandlingRequired>true</specialHandlingRequired>
<specialHandlingInstructions>Ask first</specialHandlingInstructions></securityAttributes><sourceAttributes>
<satellite>RCM-1</satellite><inputDatasetFacilityId>STAT</inputDatasetFacilityId>
<beamModeMnemonic>SC50MA</beamModeMnemonic><radarParameters>
<acquisitionType>Medium Resolution 50m</acquisitionType><beams>50MA1 50MA2</beams><polarizations>CH CV</polarizations>
<radarCenterFrequency units="Hz">5.405e+09</radarCenterFrequency><antennaPointing>Right</antennaPointing>
</radarParameters><orbitAndAttitude><orbitInformation><passDirection>Descending</passDirection>
{vectors("stateVector", _RADARSAT_VECTOR)}</orbitInformation></orbitAndAttitude></sourceAttributes>
<imageGenerationParameters><generalProcessingInformation><productType>GRD</productType>
<polarizationsInProduct>CH CV</polarizationsInProduct><processingFacility>Works</processingFacility>
<processingTime>2024-05-07T00:00:00.000000Z</processingTime><softwareVersion>P 1</softwareVersion>
</generalProcessingInformation><sarProcessingInformation>
<zeroDopplerTimeFirstLine>2024-05-06T07:08:15.000000Z</zeroDopplerTimeFirstLine>
<zeroDopplerTimeLastLine>2024-05-06T07:08:05.000000Z</zeroDopplerTimeLastLine></sarProcessingInformation>
{CONVERSION.format("2024-05-06T07:08:10.000000Z", "9.0e+05")}</imageGenerationParameters>
<imageReferenceAttributes><rasterAttributes><sampleType>Magnitude Detected</sampleType>
<sampledPixelSpacing units="m">20.0</sampledPixelSpacing><sampledLineSpacing units="m">25.0</sampledLineSpacing>
<lineTimeOrdering>Decreasing</lineTimeOrdering><pixelTimeOrdering>Decreasing</pixelTimeOrdering></rasterAttributes>
<geographicInformation><geolocationGrid>{TIES}</geolocationGrid></geographicInformation></imageReferenceAttributes>
<sceneAttributes><imageAttributes><numLines>1001</numLines><samplesPerLine>301</samplesPerLine>
<incAngNearRng units="deg">31.5</incAngNearRng><incAngFarRng units="deg">39.5</incAngFarRng></imageAttributes>
</sceneAttributes></product>
"""

GF3_NAME = "GF3B_KAS_QPSI_004321_E8.1_N1.2_20240506_L1A_AHV_L10000000001"
GAOFEN3 = f"""<?xml version="1.0" encoding="UTF-8"?>
<product><satellite>GF3B</satellite><orbitID>4321</orbitID><Direction>ASC</Direction><Station>KAS</Station>
<sensor><imagingMode>QPSI</imagingMode><RadarCenterFrequency>5.4</RadarCenterFrequency><lookDirection>R</lookDirection>
</sensor><GPS>{vectors("GPSParam", ("TimeStamp", *_RADARSAT_VECTOR[1:]), "2024-05-06 07:08:{:02}.000000")}</GPS>
<productinfo><NominalResolution>8.0</NominalResolution><productLevel>1A</productLevel><productType>SLC</productType>
<productGentime>2024-05-07 00:00:00</productGentime><productPolar>AHV</productPolar></productinfo>
<imageinfo><imagingTime><start>2024-05-06 07:08:05.000000</start><end>2024-05-06 07:08:15.000000</end></imagingTime>
<nearRange>900000.0</nearRange><refRange>920000.0</refRange><corner>
<topLeft><latitude>1.5</latitude><longitude>8.0</longitude></topLeft>
<topRight><latitude>1.6</latitude><longitude>8.4</longitude></topRight>
<bottomLeft><latitude>1.0</latitude><longitude>8.1</longitude></bottomLeft>
<bottomRight><latitude>1.1</latitude><longitude>8.5</longitude></bottomRight></corner>
<widthspace>2.25</widthspace><heightspace>5.5</heightspace></imageinfo>
<processinfo><incidenceAngleNearRange>35.5</incidenceAngleNearRange>
<incidenceAngleFarRange>37.5</incidenceAngleFarRange><DEM>75.0</DEM></processinfo></product>
"""

SAOCOM_NAME = "S1B_OPER_SAR_EOSSP__CORE_L1A_OLF_20240507T000000"
_POSITIONS = [(7.0e6, 1.0e5 + 7.4e4 * i, 1.0e5) for i in range(3)]
_NUMBERS = "".join(f"<val>{x}</val>" for position in _POSITIONS for x in position)
_SPEEDS = "".join(f"<val>{x}</val>" for i in range(3) for x in (-80.0 * i, 7400.0, 900.0))
XEMT = f"""<?xml version="1.0" encoding="UTF-8"?>
<xemt xmlns="http://www.conae.gov.ar/CUSS/XEMT"><product><productType><sub><platform>SAO1B</platform>
<procLevel>L1A</procLevel></sub></productType><features><scene><frame>
<vertex><lat>1.0</lat><lon>8.0</lon></vertex><vertex><lat>1.5</lat><lon>7.9</lon></vertex>
<vertex><lat>1.6</lat><lon>8.3</lon></vertex><vertex><lat>1.1</lat><lon>8.4</lon></vertex></frame>
<timeFrame><timePeriod><startTime>2024-05-06T07:08:05.000000</startTime><endTime>2024-05-06T07:08:15.000000</endTime>
</timePeriod></timeFrame></scene>
<production><countryID>Ruritania</countryID><agencyID>AG</agencyID><facilityID>F1</facilityID>
<productionTime>2024-05-07T00:00:00.000000</productionTime></production>
<acquisition><parameters><fc>1275</fc><acqMode>SM</acqMode><beamID>S6DP</beamID><acquiredPols>VV-VH</acquiredPols>
<sideLooking>Right</sideLooking></parameters></acquisition>
<downloading><countryID>AR</countryID><agencyID>AG</agencyID><facilityID>ST1</facilityID></downloading>
<imageAttributes><bands><band><nCols>1000</nCols><nRows>20000</nRows></band></bands><SwathInfo><Swath>S6DP</Swath>
<RasterInfo><SamplesStep>1.0e-08</SamplesStep><LinesStep>0.0005</LinesStep>
<LinesStart>06-MAY-2024 07:08:05.000000000000</LinesStart><SamplesStart>0.006</SamplesStart></RasterInfo></SwathInfo>
</imageAttributes><StateVectorData><OrbitNumber/><OrbitDirection>ASCENDING</OrbitDirection>
<t_ref_Utc>2024-05-06T07:08:00.000000</t_ref_Utc><dtSV_s>10</dtSV_s><nSV_n>3</nSV_n><pSV_m>{_NUMBERS}</pSV_m>
<vSV_mOs>{_SPEEDS}</vSV_mOs></StateVectorData></features>
<productionHistory><software><name>SSP</name><version>1.0</version></software></productionHistory></product></xemt>
"""
SAOCOM = f"""<?xml version="1.0" encoding="UTF-8"?>
<SAOCOM_XMLProduct><Channel><RasterInfo><Lines>20000</Lines><Samples>1000</Samples>
<CellType>FLOAT_COMPLEX</CellType><LinesStep unit="s">0.0005</LinesStep><SamplesStep unit="s">1.0e-08</SamplesStep>
<LinesStart unit="Utc">06-MAY-2024 07:08:05.000000000000</LinesStart><SamplesStart unit="s">0.006</SamplesStart>
</RasterInfo><DataSetInfo><SensorName>SAO1B</SensorName><AcquisitionMode>STRIPMAP</AcquisitionMode>
<Projection>SLANT RANGE</Projection><AcquisitionStation>ST1</AcquisitionStation>
<ProcessingCenter>F1 SITE</ProcessingCenter><ProcessingDate>07-MAY-2024 00:00:00.250000000000</ProcessingDate>
<ProcessingSoftware>SP</ProcessingSoftware><fc_hz>1275000000</fc_hz><SideLooking>RIGHT</SideLooking></DataSetInfo>
<SwathInfo><Swath>DS6</Swath><Polarization>V/V</Polarization>
<AcquisitionStartTime>06-MAY-2024 07:07:55.000000000000</AcquisitionStartTime></SwathInfo>
<SamplingConstants><PSrg_m unit="m">1.5</PSrg_m><PSaz_m unit="m">3.5</PSaz_m></SamplingConstants>
<StateVectorData><OrbitNumber>NOT_AVAILABLE</OrbitNumber><OrbitDirection>ASCENDING</OrbitDirection>
<pSV_m>{_NUMBERS}</pSV_m><vSV_mOs>{_SPEEDS}</vSV_mOs><t_ref_Utc>06-MAY-2024 07:08:00.000000000000</t_ref_Utc>
<dtSV_s>10</dtSV_s></StateVectorData></Channel></SAOCOM_XMLProduct>
"""

NOVASAR = f"""<?xml version="1.0" encoding="UTF-8"?>
<metadata><Product><ProductName>NovaSAR_01_1</ProductName><ProductType>GRD</ProductType></Product>
<Source_Attributes><Satellite>NovaSAR-1</Satellite><OperationalModeName>Stripmap_6m</OperationalModeName>
<RawDataStartTime>2024-05-06T07:08:01.000000Z</RawDataStartTime><AntennaPointing>Right</AntennaPointing>
<RadarCentreFrequency>3.2e+09</RadarCentreFrequency><Polarisations>HH HV</Polarisations></Source_Attributes>
<OrbitData><Pass_Direction>Descending</Pass_Direction>
{vectors("StateVector", ("Time", *_RADARSAT_VECTOR[1:]))}</OrbitData>
<Image_Generation_Parameters><ZeroDopplerTimeFirstLine>2024-05-06T07:08:05.000000Z</ZeroDopplerTimeFirstLine>
<ZeroDopplerTimeLastLine>2024-05-06T07:08:15.000000Z</ZeroDopplerTimeLastLine>
<ProcessingFacility>Works</ProcessingFacility><IncAngleCoeffs>30.0 0.01</IncAngleCoeffs></Image_Generation_Parameters>
<Image_Attributes><NumberOfSamplesPerLine>501</NumberOfSamplesPerLine><SampledPixelSpacing>2.5</SampledPixelSpacing>
</Image_Attributes><geographicInformation>
<TiePoint><Latitude units="deg">1.0</Latitude><Longitude units="deg">8.0</Longitude></TiePoint>
<TiePoint><Latitude units="deg">1.1</Latitude><Longitude units="deg">8.4</Longitude></TiePoint>
<TiePoint><Latitude units="deg">1.5</Latitude><Longitude units="deg">7.9</Longitude></TiePoint>
<TiePoint><Latitude units="deg">1.6</Latitude><Longitude units="deg">8.3</Longitude></TiePoint>
</geographicInformation></metadata>
"""

EOS04 = f"""<?xml version="1.0" encoding="UTF-8"?>
<Product><ProductType>GROUND RANGE</ProductType><SourceAttributes><Satellite>EOS-04</Satellite>
<ProductID>E04_1</ProductID><SourceDataAcquisitionTime><StartTime>2024-05-06T07:08:01.000000000Z</StartTime>
</SourceDataAcquisitionTime><SourceDataAcquisitionParameters><RadarCenterFrequency>5.4e+09</RadarCenterFrequency>
<ObservationMode>SCANSAR</ObservationMode><AntennaPointing>Right</AntennaPointing>
<Polarizations>VV VH</Polarizations><BeamID>B1 B2</BeamID></SourceDataAcquisitionParameters>
<SourceDataGeometry type="WKT">Polygon((8.0 1.0, 8.4 1.1, 8.3 1.6, 7.9 1.5, 8.0 1.0))</SourceDataGeometry>
<OrbitAndAttitude><OrbitInformation><PassDirection>ASCENDING</PassDirection>
{vectors("StateVectorECEF", ("TimeStamp", *_RADARSAT_VECTOR[1:]))}</OrbitInformation></OrbitAndAttitude>
</SourceAttributes><ImageGenerationParameters><SarProcessingInformation>
<ZeroDopplerTimeFirstLine>2024-05-06T07:08:05.000000000Z</ZeroDopplerTimeFirstLine>
<ZeroDopplerTimeLastLine>2024-05-06T07:08:15.000000000Z</ZeroDopplerTimeLastLine>
<RangePixelSpacing>18.0</RangePixelSpacing></SarProcessingInformation></ImageGenerationParameters></Product>
"""

RISAT1 = """ProductID= 1
SatID= RISAT-1
ProductType= GRD
ImagingMode= FRS1
SensorOrientation= R
Node= Descending
ImagingOrbitNo= 1234
SceneStartTime= 06-MAY-2014 07:08:05.000000
SceneEndTime= 06-MAY-2014 07:08:15.000000
TxRxPol1= RH
TxRxPol2= RV
OutputPixelSpacing= 2.25
OutputLineSpacing= 3.25
GenAgency= WORKS
ProdULLat= 1.5
ProdULLon= 8.0
ProdURLat= 1.6
ProdURLon= 8.4
ProdLRLat= 1.1
ProdLRLon= 8.5
ProdLLLat= 1.0
ProdLLLon= 8.1
"""

LT1_NAME = "LT1A_MONO_KRN_STRIP1_012345_E8.1_N1.2_20240506_SLC_HH_S2A_0000000001"
LUTAN1 = (
    TERRASARX.replace("TSX-1", "LT1A")
    .replace("<polarisationList><polLayer>HH</polLayer><polLayer>VV</polLayer></polarisationList>", "")
    .replace(
        "<imagingMode>ST</imagingMode>", "<polarisationMode>HH</polarisationMode><imagingMode>STRIP1</imagingMode>"
    )
    .replace('<rowSpacing units="s">1.5e-09', '<rowSpacing units="m">2.0')
    .replace('<columnSpacing units="s">2.5e-04', '<columnSpacing units="m">1.75')
    .replace("9.65e+09", "1.26e+09")
    .replace("<absOrbit>93000", "<absOrbit>12345")
    .replace("<receivingStation>XYZ", "<receivingStation>KRN")
)

BIOMASS = """<?xml version="1.0" encoding="UTF-8"?>
<mainAnnotation><acquisitionInformation><mission>BIOMASS</mission><swath>S1</swath><productType>SCS</productType>
<polarisationList><polarisation>HH</polarisation><polarisation>HV</polarisation></polarisationList>
<missionPhaseID>TOM</missionPhaseID><absoluteOrbitNumber>777</absoluteOrbitNumber><orbitPass>Ascending</orbitPass>
</acquisitionInformation><sarImage><firstLineAzimuthTime>2025-05-06T07:08:05.000000</firstLineAzimuthTime>
<lastLineAzimuthTime>2025-05-06T07:08:15.000000</lastLineAzimuthTime><rangePixelSpacing>19.5</rangePixelSpacing>
<azimuthPixelSpacing>6.5</azimuthPixelSpacing><footprint>1.0 8.0 1.1 8.4 1.6 8.3 1.5 7.9</footprint></sarImage>
<instrumentParameters><radarCarrierFrequency>4.35e+08</radarCarrierFrequency></instrumentParameters></mainAnnotation>
"""
BIOMASS_HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<bio:EarthObservation xmlns:bio="b" xmlns:sar="s" xmlns:eop="e"><eop:processingCenter>Works</eop:processingCenter>
<eop:processingDate>2025-05-07T00:00:00Z</eop:processingDate><sar:antennaLookDirection>LEFT</sar:antennaLookDirection>
</bio:EarthObservation>
"""
_OSV = vectors("OSV", ("UTC", "X", "Y", "Z", "VX", "VY", "VZ"), "UTC=2025-05-06T07:08:{:02}.000000")
BIOMASS_ORBIT = f"""<?xml version="1.0" encoding="UTF-8"?>
<Earth_Explorer_File><Data_Block><List_of_OSVs>{_OSV}</List_of_OSVs></Data_Block></Earth_Explorer_File>
"""

PRODUCTS: dict[str, dict[str, str]] = {
    "terrasarx": {f"{TSX_NAME}.xml": TERRASARX},
    "radarsat2": {"product.xml": RADARSAT2},
    "rcm": {"metadata/product.xml": RCM},
    "gaofen3": {f"{GF3_NAME}.meta.xml": GAOFEN3},
    "saocom": {
        f"{SAOCOM_NAME}.xemt": XEMT,
        f"{SAOCOM_NAME}/Data/slc-acqId1-a-vv.xml": SAOCOM,
        f"{SAOCOM_NAME}/Data/slc-acqId1-a-vh.xml": SAOCOM.replace("V/V", "V/H"),
    },
    "novasar": {"metadata.xml": NOVASAR},
    "eos04": {"product.xml": EOS04},
    "risat1": {"BAND_META.txt": RISAT1},
    "lutan1": {f"{LT1_NAME}.meta.xml": LUTAN1},
    "biomass": {
        "bio_s1.xml": BIOMASS_HEADER,
        "annotation/bio_s1_annot.xml": BIOMASS,
        "annotation/navigation/bio_s1_orb.xml": BIOMASS_ORBIT,
    },
}


def written(folder: Path, files: dict[str, str], changes: dict[str, str] | None = None) -> Path:
    """Write files into a folder, with texts replaced; every replaced text must be there."""
    changes = changes or {}
    for old in changes:
        assert any(old in text for text in files.values()), old
    for name, text in files.items():
        for old, new in changes.items():
            text = text.replace(old, new)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
