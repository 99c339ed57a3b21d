# SPDX-License-Identifier: Apache-2.0
import ctypes
from typing import Any

FPDF_PAGEOBJ_TEXT: int
FPDF_PAGEOBJ_FORM: int

class FS_MATRIX(ctypes.Structure): ...
class FS_RECTF(ctypes.Structure): ...

def FPDFPage_TransFormWithClip(page: Any, matrix: Any, clip: Any) -> int: ...

def FPDF_PageToDevice(
    page: Any,
    start_x: int,
    start_y: int,
    size_x: int,
    size_y: int,
    rotate: int,
    page_x: float,
    page_y: float,
    device_x: ctypes.c_int,
    device_y: ctypes.c_int,
) -> int: ...
def FPDFPageObj_CountMarks(page_object: Any) -> int: ...
def FPDFPageObj_GetMark(page_object: Any, index: int) -> Any: ...
def FPDFPageObjMark_GetParamBlobValue(
    mark: Any, key: bytes, buffer: ctypes.Array[ctypes.c_ubyte] | None, buflen: int, out_buflen: ctypes.c_ulong
) -> int: ...
def FPDFPageObjMark_GetName(
    mark: Any, buffer: ctypes.Array[ctypes.c_ushort], buflen: int, out_buflen: ctypes.c_ulong
) -> int: ...
