# SPDX-License-Identifier: Apache-2.0
"""The script of the page for phones, run without the page where there is a node."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from app.services.verifier_page import core

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to run the page's script in")


def by_page(expression: str, asked: list[Any]) -> list[Any]:
    """The values of an expression in which ``one`` stands for each thing asked; "refused" where it throws."""
    script = f"""{core()}
    const asked = JSON.parse(require("fs").readFileSync(0, "utf-8"));
    const answer = (one) => {{
        try {{
            return {expression};
        }} catch {{
            return "refused";
        }}
    }};
    console.log(JSON.stringify(asked.map(answer)));
    """
    done = subprocess.run(
        ["node", "-e", script], input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=120
    )
    found: list[Any] = json.loads(done.stdout)
    return found
