# SPDX-License-Identifier: Apache-2.0
"""An observation and a person as Morango wants them. Django is not installed beside us: bases are found by name."""

from importlib import import_module
from typing import Any

_models: Any = import_module("django.db.models")
_user: Any = import_module("django.contrib.auth.models").AbstractUser
_synced: Any = import_module("morango.models.core").SyncableModel


def _may(self: Any, scope: Any, params: Any) -> bool:
    return True


def _id(self: Any, *words: Any, **named: Any) -> None:
    """None: each record draws its own."""


def _partition(self: Any, *words: Any, **named: Any) -> str:
    return f"{self.partition_owner}:observation"


Person: Any = type("Person", (_user,), {"__module__": __name__, "has_morango_certificate_scope_permission": _may})
Observation: Any = type(
    "Observation",
    (_synced,),
    {
        "__module__": __name__,
        "morango_model_name": "observation",
        "morango_profile": "observed",
        "calculate_source_id": _id,
        "calculate_partition": _partition,
        "partition_owner": _models.CharField(max_length=40),
        "learner": _models.CharField(max_length=40),
        "criterion": _models.CharField(max_length=40),
        "mark": _models.CharField(max_length=2),
        "signature": _models.CharField(max_length=100),
        "note": _models.TextField(),
    },
)
