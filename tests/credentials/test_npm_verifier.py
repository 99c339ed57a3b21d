# SPDX-License-Identifier: Apache-2.0
"""A JavaScript library that others wrote (``jose`` from npm) verifies what is issued. Asked for by GUILDMARK_NPM=1."""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.credentials.open_badge import Badge, credential
from tests.credentials.builders_credentials import facts_of, key_of, public

SCRIPT = """
const { compactVerify, importJWK } = require("jose");
const [x, ...tokens] = JSON.parse(require("fs").readFileSync(0, "utf-8"));
(async () => {
    const key = await importJWK({ kty: "OKP", crv: "Ed25519", x }, "EdDSA");
    const said = [];
    for (const token of tokens) {
        const read = await compactVerify(token, key, { algorithms: ["EdDSA"] }).catch(() => null);
        const subject = read && JSON.parse(new TextDecoder().decode(read.payload)).credentialSubject;
        said.push(subject && subject.identifier[0].identityHash);
    }
    console.log(JSON.stringify(said));
})();
"""


@pytest.mark.skipif(os.environ.get("GUILDMARK_NPM") != "1", reason="GUILDMARK_NPM=1 asks for a library from npm")
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_jose_accepts_a_credential_and_refuses_it_when_changed(tmp_path: Path) -> None:
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "jose@6"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    token = credential(facts_of(), Badge("All units are met."), key_of())
    head, body, signature = token.split(".")
    changed = [f"{head}.{body[:-1]}A.{signature}", f"{head}.{body}.A{signature[1:]}", token[:-2]]
    stranger = credential(facts_of(), Badge("All units are met."), key_of(2))
    x = base64.urlsafe_b64encode(public(key_of())).decode().rstrip("=")
    asked = json.dumps([x, token, *changed, stranger])
    done = subprocess.run(
        ["node", "-e", SCRIPT], cwd=tmp_path, input=asked, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == [facts_of().name, None, None, None, None]
