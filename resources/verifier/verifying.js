// SPDX-License-Identifier: Apache-2.0
// Is this certificate genuine? The same answers as the program gives, from the same lists.
"use strict";

const CARD = /^[CS]-[0-9A-F]{12}-[0-9]{8}(-[0-9]{1,3})?$/;

function verifyText(text, lists, today) {
  if (!isCode(text)) return { result: "not-a-certificate" };
  let code;
  try {
    code = codeIn(text);
  } catch {
    return { result: "altered" };
  }
  const named = hex(code.keyId);
  return judged(code, lists, today, (key) => key.id() === named);
}

function verifyCredential(token, lists, today) {
  let opened;
  try {
    opened = credentialIn(token);
  } catch {
    return isOurs(token) ? { result: "altered" } : { result: "not-a-certificate", reason: "others" };
  }
  return judged(opened, lists, today, (key) => key.multikey() === opened.key);
}

function verifyNumber(text, lists) {
  const centres = lists.filter((list) => list.kind === "centre");
  const knows = (list, number) => list.isTrue() && (hasRevoked(list, number) || hasReplaced(list, number));
  const stated = text.trim().toUpperCase();
  const asTyped = CARD.test(stated) || centres.some((list) => knows(list, stated));
  const number = asTyped ? stated : typedNumber(text);
  if (!number) return { result: "not-a-certificate", reason: "mistyped" };
  const knowing = centres.filter((list) => knows(list, number));
  const revoked = knowing.some((list) => hasRevoked(list, number));
  const result = revoked ? "revoked" : knowing.length ? "replaced" : "unknown-issuer";
  const listDate = knowing.map((list) => list.listDate).sort().pop() || "";
  return { result, number, listDate, reason: "number-alone" };
}

// What somebody pasted or typed: a code, a credential or a number.
function verifyAny(text, lists, today) {
  const stripped = text.trim();
  if (isCode(stripped)) return verifyText(stripped, lists, today);
  const token = tokenIn(stripped);
  if (token) return verifyCredential(token, lists, today);
  return looksTyped(stripped) ? verifyNumber(stripped, lists) : { result: "not-a-certificate" };
}

// The answer for several codes of one file: the worst of them, and nothing where they are of several certificates.
function verifyAll(texts, lists, today) {
  const found = texts.map((text) => verifyAny(text, lists, today)).filter((one) => one.result !== "not-a-certificate");
  if (!found.length) return { result: "not-a-certificate" };
  const core = ({ facts }) => facts && [facts.number, facts.nameDigest || digestOf(facts.name), facts.code, facts.centre, facts.issuedOn, facts.validUntil].join("\n");
  if (new Set(found.map((one) => one.number).filter(Boolean)).size > 1) return { result: "not-a-certificate", reason: "several" };
  const worst = found.find((one) => one.result !== "genuine") || found[0];
  if (worst.result === "genuine" && new Set(found.map(core)).size > 1) return { ...worst, result: "altered", facts: undefined };
  return worst;
}

function judged({ facts, signed, signature }, lists, today, isNamed) {
  const unproven = (result, reason) => ({ result, number: facts.number, name: facts.name, title: facts.title, reason });
  const centres = lists.filter((list) => list.kind === "centre");
  const candidates = centres.flatMap((list) => list.keys.filter(isNamed).map((key) => ({ list, key })));
  if (!candidates.length) return unproven("unknown-issuer", "no-key");
  const signers = candidates.filter(({ key }) => isSigned(signature, signed, key.key));
  if (!signers.length) return unproven("altered");
  const own = signers.filter(({ list }) => list.centre === facts.centre && list.isTrue());
  if (!own.length) return unproven("unknown-issuer", "no-key");
  const known = own.filter(({ key }) => covers(key.from, key.until, facts.issuedOn));
  if (!known.length) return unproven("unknown-issuer", "not-that-day");
  const roots = lists.filter((list) => list.kind === "root");
  const stoodFor = known
    .map(({ list }) => ({ listDate: list.listDate, standsFor: standingFor(list, roots, facts) }))
    .filter(({ standsFor }) => standsFor !== null)
    .sort((one, other) => (one.listDate < other.listDate ? -1 : 1));
  if (!stoodFor.length) return unproven("unknown-issuer", "no-root");
  const same = centres.filter((list) => list.centre === facts.centre && list.isTrue());
  return { ...unproven(standing(facts, same, today)), ...stoodFor.pop(), facts: withIssuer(facts, known.map(({ list }) => list.name)) };
}

// What stands for a text where a code has no room for it.
function digestOf(text) {
  return hex(sha256(bytesOf(text.normalize("NFC").replace(/[\s\u200b]/g, ""))).subarray(0, 16));
}

// The issuer's name from its list, where the code had room for its digest only.
function withIssuer(facts, names) {
  const issuer = facts.issuerDigest ? names.find((name) => digestOf(name) === facts.issuerDigest) : undefined;
  return issuer ? { ...facts, issuer, cut: facts.cut.filter((one) => one !== "issuer") } : facts;
}

function standing(facts, lists, today) {
  if (lists.some((list) => hasRevoked(list, facts.number))) return "revoked";
  if (lists.some((list) => hasReplaced(list, facts.number))) return "replaced";
  return facts.validUntil && facts.validUntil < today ? "expired" : "genuine";
}
