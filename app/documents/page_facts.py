# SPDX-License-Identifier: Apache-2.0
"""What a PDF says of itself to programs: title, language and the colours it is made in (XMP, output intent)."""

import zlib
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms

from app.documents.streams import Name, Stream, Streams

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Guildmark</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def add_metadata(document: Any, streams: Streams, title: str, author: str, language: str) -> None:
    """Add XMP metadata and the colour space to a ReportLab document."""
    catalogue = document.Catalog
    packet = _PACKET.format(title=escape(title), author=escape(author), language=escape(language))
    catalogue.Metadata = streams.reference(
        Stream(packet.encode(), {"Type": Name("Metadata"), "Subtype": Name("XML"), "Filter": []})
    )
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "OutputIntents"]
    catalogue.OutputIntents = streams.value([_intent()])


@cache
def _intent() -> dict[str, object]:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes(12)  # the moment at which it was made
    profile[84:100] = bytes(16)  # and the sum over all of it
    stream = Stream(zlib.compress(bytes(profile), 9), {"N": 3, "Filter": Name("FlateDecode")})
    return {
        "Type": Name("OutputIntent"),
        "S": Name("GTS_PDFA1"),
        "OutputConditionIdentifier": b"sRGB",
        "RegistryName": b"http://www.color.org",
        "Info": b"sRGB",
        "DestOutputProfile": stream,
    }
