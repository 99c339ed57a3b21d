# SPDX-License-Identifier: Apache-2.0
import ctypes
from typing import Any

FPDF_PAGEOBJ_TEXT: int
FPDF_PAGEOBJ_FORM: int

def FPDFPageObj_CountMarks(page_object: Any) -> int: ...
def FPDFPageObj_GetMark(page_object: Any, index: int) -> Any: ...
def FPDFPageObjMark_GetParamBlobValue(
    mark: Any, key: bytes, buffer: ctypes.Array[ctypes.c_ubyte] | None, buflen: int, out_buflen: ctypes.c_ulong
) -> int: ...
def FPDFPageObjMark_GetName(
    mark: Any, buffer: ctypes.Array[ctypes.c_ushort], buflen: int, out_buflen: ctypes.c_ulong
) -> int: ...
