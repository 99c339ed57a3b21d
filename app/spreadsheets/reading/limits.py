# SPDX-License-Identifier: Apache-2.0
"""How much time and memory the reading of one file may take; what goes beyond ends the child process."""

import math
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

MEMORY: Final = 400 << 20
"""Bytes that reading may take above what the interpreter takes by itself."""

MAX_FILE: Final = 100 << 20
"""The longest file that is looked at."""

_SECONDS: Final = 3.0
_SECONDS_A_MEGABYTE: Final = 1.0
"""An honest workbook takes a quarter of this on a laptop of today; the hostile ones are small and take for ever."""

_WAITING: Final = 6
_PATIENCE: Final = 20.0


def processor_seconds(size: int) -> int:
    """Seconds of processor time that reading a file of this size may take."""
    return math.ceil(_SECONDS + _SECONDS_A_MEGABYTE * size / (1 << 20))


def patience(size: int) -> float:
    """Seconds by the clock after which even a starved child is given up."""
    return _PATIENCE + _WAITING * processor_seconds(size)


def confine(size: int, memory: int = MEMORY) -> None:
    """Limit this process, from now on, to what a file of this size may take, and to so many bytes above what it has."""
    if sys.platform == "win32":
        _confine_by_job(processor_seconds(size), memory)
    else:
        _confine_by_limits(processor_seconds(size), memory)


def _confine_by_limits(seconds: int, memory: int) -> None:
    import resource

    with suppress(ValueError, OSError):  # a system that does not know a limit goes without it
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _lower(resource.RLIMIT_CPU, seconds + math.ceil(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])))
        status = Path("/proc/self/statm")
        if status.exists():
            held = int(status.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
            _lower(resource.RLIMIT_AS, held + memory)
        else:
            _lower(resource.RLIMIT_DATA, memory)


def _lower(which: int, wanted: int) -> None:
    import resource

    hard = resource.getrlimit(which)[1]
    wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (wanted, hard))


def _confine_by_job(seconds: int, memory: int) -> None:
    """A job object around this process: Windows ends it beyond its time and gives it no more memory."""
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_set", ctypes.c_size_t),
            ("most_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    process_time, process_memory, extended_information = 0x2, 0x100, 9
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
    wanted = Extended()
    wanted.basic.flags = process_time | process_memory
    wanted.basic.process_time = seconds * 10_000_000
    wanted.process_memory = memory + (64 << 20)
    kernel.SetInformationJobObject(job, extended_information, ctypes.byref(wanted), ctypes.sizeof(wanted))
    kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))
