// SPDX-License-Identifier: Apache-2.0
// Plain CBOR (RFC 8949): integers, bytes, texts, arrays, maps and null, with lengths given; and COSE_Sign1 (RFC 9052).
"use strict";

const DEEPEST = 6;

function cbor(data) {
  let at = 0;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const argument = (small) => {
    const widths = { 24: 1, 25: 2, 26: 4, 27: 8 };
    if (small < 24) return small;
    const start = at;
    at += widths[small] || NaN;
    if (small === 24) return view.getUint8(start);
    if (small === 25) return view.getUint16(start);
    if (small === 26) return view.getUint32(start);
    if (small === 27) return Number(view.getBigUint64(start));
    throw new Error("another kind of value");
  };
  const taken = (length) => {
    at += length;
    if (at > data.length) throw new Error("cut short");
    return data.slice(at - length, at);
  };
  const value = (depth) => {
    if (depth > DEEPEST || at >= data.length) throw new Error("too deep or cut short");
    const first = data[at++];
    if (first === 0xf6) return null;
    const found = argument(first & 31);
    switch (first >> 5) {
      case 0: return found;
      case 1: return -1 - found;
      case 2: return taken(found);
      case 3: return utf8(taken(found));
      case 4: {
        const list = [];
        for (let n = 0; n < found; n++) list.push(value(depth + 1));
        return list;
      }
      case 5: {
        const map = new Map();
        for (let n = 0; n < found; n++) {
          const key = value(depth + 1);
          map.set(key, value(depth + 1));
        }
        return map;
      }
      default: throw new Error("another kind of value");
    }
  };
  const whole = value(1);
  if (at !== data.length) throw new Error("continued");
  return whole;
}

function cborHead(major, length) {
  if (length < 24) return [(major << 5) | length];
  if (length < 256) return [(major << 5) | 24, length];
  return [(major << 5) | 25, length >> 8, length & 255];
}

function envelopeIn(data) {
  if (data[0] !== 0xd2) throw new Error("not COSE_Sign1");
  const parts = cbor(data.subarray(1));
  if (!Array.isArray(parts) || parts.length !== 4) throw new Error("not COSE_Sign1");
  const [head, open, payload, signature] = parts;
  if (!(head instanceof Uint8Array && open instanceof Map && payload instanceof Uint8Array && signature instanceof Uint8Array))
    throw new Error("not COSE_Sign1");
  const header = cbor(head);
  if (!(header instanceof Map) || header.get(1) !== -8) throw new Error("not signed with EdDSA");
  const keyId = header.get(4);
  if (!(keyId instanceof Uint8Array)) throw new Error("no key is named");
  const bytes = (part) => [...cborHead(2, part.length), ...part];
  const signed = Uint8Array.from([0x84, ...cborHead(3, 10), ...bytesOf("Signature1"), ...bytes(head), 0x40, ...bytes(payload)]);
  return { keyId, payload, signature, signed };
}
