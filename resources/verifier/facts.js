// SPDX-License-Identifier: Apache-2.0
// The facts of a certificate: in its code, and in its credential.
"use strict";

const PREFIX = "GM1:";
const LINK = /^https?:\/\/[^\s?#]+\/c\/([a-z2-7]{100,})\/?(?:[?#][^]*)?$/i;
const TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/;
const TYPES = ["certificate", "record-of-results", "statement-of-attainment", "microcredential", "learner-card", "induction-card"];
const ACHIEVEMENTS = {
  Certificate: TYPES[0],
  "ext:RecordOfResults": TYPES[1],
  "ext:StatementOfAttainment": TYPES[2],
  MicroCredential: TYPES[3],
  "ext:LearnerCard": TYPES[4],
  "ext:InductionCard": TYPES[5],
};
const CUT = { 0: "issuer", 2: "name", 3: "latinName", 4: "title" };
const GREATEST_CODE = 8192;
const GREATEST_TOKEN = 256 * 1024;

const isCode = (text) => text.startsWith(PREFIX) || LINK.test(text);

function packedIn(text) {
  const link = LINK.exec(text);
  return link ? fromBase32(link[1].toUpperCase()) : fromBase45(text.slice(PREFIX.length));
}

function codeIn(text) {
  if (text.length > GREATEST_CODE) throw new Error("too long");
  const packed = packedIn(text);
  const { bytes, end } = unzlib(packed, 65536);
  if (end !== packed.length) throw new Error("continued");
  const envelope = envelopeIn(bytes);
  return { ...envelope, facts: factsIn(cbor(envelope.payload)) };
}

function want(value, kind) {
  const found = value instanceof Uint8Array ? "bytes" : Array.isArray(value) ? "list" : value instanceof Map ? "map" : typeof value;
  if (found !== kind) throw new Error("a fact is missing or of another kind");
  return value;
}

function day(seconds, before) {
  const date = new Date((want(seconds, "number") - before * 86400) * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw new Error("no such day");
  return date.toISOString().slice(0, 10);
}

function factsIn(claims) {
  const stated = want(want(claims, "map").get(-65537), "map");
  const text = (key, other) => want(stated.has(key) ? stated.get(key) : other, "string");
  const type = TYPES[want(stated.get(9), "number")];
  if (!type) throw new Error("another kind of document");
  const cut = want(stated.has(11) ? stated.get(11) : new Map(), "map");
  return {
    number: text(1),
    name: text(2),
    latinName: text(3, ""),
    title: text(4, ""),
    code: text(5),
    units: want(stated.has(6) ? stated.get(6) : [], "list").map((code) => want(code, "string")),
    issuer: want(claims.get(1), "string"),
    centre: hex(want(stated.get(7), "bytes")),
    issuedOn: day(claims.get(6), 0),
    birthYear: stated.has(8) ? want(stated.get(8), "number") : null,
    type,
    validUntil: claims.has(4) ? day(claims.get(4), 1) : "",
    cut: Object.keys(CUT).filter((key) => cut.has(Number(key))).map((key) => CUT[key]),
    nameDigest: cut.has(2) ? hex(want(cut.get(2), "bytes")) : "",
    issuerDigest: cut.has(0) ? hex(want(cut.get(0), "bytes")) : "",
  };
}

function tokenIn(text) {
  let found = text.trim();
  if (found.startsWith("{")) {
    try {
      const id = JSON.parse(found).id;
      const data = "data:application/vc+jwt,";
      found = typeof id === "string" && id.startsWith(data) ? id.slice(data.length) : "";
    } catch {
      return "";
    }
  }
  return found.length <= GREATEST_TOKEN && TOKEN.test(found) ? found : "";
}

function openToken(token) {
  const [head, body, signature] = token.split(".");
  const header = want(JSON.parse(utf8(fromBase64(head))), "object");
  const payload = want(JSON.parse(utf8(fromBase64(body))), "object");
  if (header.alg !== "EdDSA" || "crit" in header) throw new Error("not signed with EdDSA");
  return { key: want(header.kid, "string").replace(/^[^]*#/, ""), payload, signed: bytesOf(`${head}.${body}`), signature: fromBase64(signature) };
}

function isOurs(token) {
  const body = token.split(".")[1];
  try {
    return atob(body.replace(/-/g, "+").replace(/_/g, "/")).includes("ext:GuildmarkCentre");
  } catch {
    return false;
  }
}

function credentialIn(token) {
  const opened = openToken(token);
  const vc = opened.payload.vc === undefined ? {} : want(opened.payload.vc, "object");
  for (const name of Object.keys(vc))
    if (canonical(vc[name]) !== canonical(opened.payload[name])) throw new Error("it says two things");
  return { ...opened, facts: badgeFacts(opened.payload) };
}

const many = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function badgeFacts(credential) {
  const filled = (value) => want(value, "string") || want(null, "string");
  const typed = (holder, type) => {
    if (!many(want(holder, "object").type).includes(type)) throw new Error("another type");
    return holder;
  };
  typed(credential, "VerifiableCredential");
  if (!many(credential.type).some((type) => type === "OpenBadgeCredential" || type === "AchievementCredential")) throw new Error("another type");
  if (credential["@context"][0] !== "https://www.w3.org/ns/credentials/v2") throw new Error("another context");
  const issuer = typed(credential.issuer, "Profile");
  const subject = typed(credential.credentialSubject, "AchievementSubject");
  const achievement = typed(subject.achievement, "Achievement");
  const names = many(subject.identifier)
    .filter((one) => typed(one, "IdentityObject").identityType === "name" && one.hashed === false)
    .map((one) => filled(one.identityHash));
  const entry = many(issuer.otherIdentifier).find((one) => one.identifierType === "ext:GuildmarkCentre");
  const type = ACHIEVEMENTS[achievement.achievementType];
  if (!names.length || !entry || !type) throw new Error("a fact is missing");
  return {
    number: filled(subject.licenseNumber),
    name: names[0],
    latinName: names[1] || "",
    title: filled(achievement.name),
    code: filled(achievement.humanCode),
    units: many(achievement.tag).map(String),
    issuer: filled(issuer.name),
    centre: hex(fromHex(filled(entry.identifier))),
    issuedOn: filled(credential.validFrom).slice(0, 10),
    birthYear: null,
    type,
    validUntil: String(credential.validUntil || "").slice(0, 10),
    cut: [],
  };
}
