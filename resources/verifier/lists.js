// SPDX-License-Identifier: Apache-2.0
// Trust lists of centres, lists of roots, status lists. A list is taken apart at once; its signature is checked when an
// answer first rests on it.
"use strict";

const ENTRIES = 131072;

// JSON as it was signed: keys in order, no spaces.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

function once(make) {
  let made;
  return () => (made === undefined ? (made = make()) : made);
}

function readList(text) {
  const file = JSON.parse(text);
  const content = want(file.list, "object");
  const signer = fromHex(want(file.signed_by, "string"));
  const isTrue = once(() => isSigned(fromHex(want(file.signature, "string")), bytesOf(canonical(content)), signer));
  const shared = { listDate: want(content.list_date, "string"), edition: content.edition || 0, signer: hex(signer), isTrue };
  if (content.format === "guildmark-root-1")
    return { ...shared, kind: "root", name: want(content.name, "string"), centres: want(content.centres, "list") };
  if (content.format !== "guildmark-trust-1" && content.format !== "guildmark-trust-2") throw new Error("another format");
  const keys = want(content.keys, "list").map((one) => ({ key: fromHex(one.key), from: one.from, until: one.until }));
  const signers = content.centre_key ? [content.centre_key] : keys.map((one) => hex(one.key));
  if (!signers.includes(shared.signer)) throw new Error("signed by another key");
  return {
    ...shared,
    kind: "centre",
    name: want(content.issuer, "string"),
    centre: want(content.centre, "string"),
    signers,
    keys: keys.map((one) => ({ ...one, id: once(() => hex(sha256(one.key).subarray(0, 8))), multikey: once(() => multikey(one.key)) })),
    blocks: content.blocks || [],
    revoked: new Set(content.revoked),
    replaced: new Set(content.replaced),
    bits: once(() => statusBits(content.status || [], signer)),
  };
}

function statusBits(tokens, signer) {
  const bits = new Map();
  for (const token of tokens) {
    const opened = openToken(token);
    if (!isSigned(opened.signature, opened.signed, signer)) throw new Error("signed by another key");
    const { statusPurpose, encodedList } = opened.payload.credentialSubject;
    const list = ungzip(fromBase64(want(encodedList, "string").slice(1)), ENTRIES / 8);
    if (encodedList[0] !== "u" || list.length !== ENTRIES / 8) throw new Error("not a status list");
    bits.set(`${opened.payload.name}/${statusPurpose}`, list);
  }
  return bits;
}

function placeOf(number, blocks) {
  for (const [prefix, first, size, width, suffix] of blocks) {
    const rest = number.startsWith(prefix) ? number.slice(prefix.length) : "";
    const offset = rest.length === width + suffix && /^[0-9]+$/.test(rest.slice(0, width)) ? Number(rest.slice(0, width)) - first : -1;
    if (offset >= 0 && offset < size)
      return [`${prefix}${String(first).padStart(width, "0")}+${Math.floor(offset / ENTRIES)}`, offset % ENTRIES];
  }
  if (!isValidNumber(number)) return null;
  const [, , tag, counter] = number.split("-");
  return [`${tag}-${Math.floor(Number(counter) / ENTRIES)}`, Number(counter) % ENTRIES];
}

function isSet(list, number, purpose) {
  const place = placeOf(number, list.blocks);
  const bits = place && list.bits().get(`${place[0]}/${purpose}`);
  return Boolean(bits && bits[place[1] >> 3] & (0x80 >> (place[1] & 7)));
}

const hasReplaced = (list, number) => list.replaced.has(number) || isSet(list, number, "refresh");
const hasRevoked = (list, number) => (list.revoked.has(number) || isSet(list, number, "revocation")) && !hasReplaced(list, number);

const covers = (from, until, date) => from <= date && (!until || date <= until);

// The root that stands for this centre's list and this document; "" where none names the centre, null where one does
// but not this key, day or qualification.
function standingFor(list, roots, facts) {
  const naming = roots.filter((root) => root.isTrue() && root.centres.some((one) => one.centre === list.centre));
  if (!naming.length) return "";
  for (const root of naming) {
    const grants = root.centres.filter((one) => one.centre === list.centre);
    const awards = (scope) => !scope.length || scope.some((one) => (one.endsWith("*") ? facts.code.startsWith(one.slice(0, -1)) : one === facts.code));
    if (
      grants.some((one) => one.key === list.signer && covers(one.from, one.until, list.listDate)) &&
      grants.some((one) => covers(one.from, one.until, facts.issuedOn) && awards(one.scope))
    )
      return root.name;
  }
  return null;
}

// The lists with one more: it takes the place of an older one of the same centre or root. Throws what stands against it.
function withList(lists, text) {
  let added;
  try {
    added = readList(text);
  } catch {
    throw new Error("not-a-list");
  }
  if (!added.isTrue()) throw new Error("altered-list");
  const isOld = (one) => one.kind === added.kind && (one.kind === "root" ? one.signer === added.signer : one.centre === added.centre);
  const roots = lists.filter((one) => one.kind === "root").flatMap((root) => root.centres.filter((one) => one.centre === added.centre));
  const known = roots.length ? roots.map((one) => one.key) : lists.filter(isOld).flatMap((one) => one.signers || [one.signer]);
  if (known.length && !known.includes(added.signer)) throw new Error("another-key");
  const newer = (one) => one.listDate > added.listDate || (one.listDate === added.listDate && one.edition > added.edition);
  if (lists.filter(isOld).some(newer)) throw new Error("older-list");
  return [...lists.filter((one) => !isOld(one)), added];
}
