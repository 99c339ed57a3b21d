// SPDX-License-Identifier: Apache-2.0
// Ed25519 signatures (RFC 8032, 5.1), checked only. Nothing here is secret, so nothing takes care of time.
"use strict";

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (number) => ((number % PRIME) + PRIME) % PRIME;

function power(base, exponent) {
  let result = 1n;
  for (base = mod(base); exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}

const CURVE = mod(-121665n * power(121666n, PRIME - 2n));
const ROOT = power(2n, (PRIME - 1n) / 4n);

function littleEndian(bytes) {
  return BigInt("0x0" + hex(Uint8Array.from(bytes).reverse()));
}

function squareRoot(y) {
  const over = mod(y * y - 1n);
  const under = mod(CURVE * y * y + 1n);
  const x = mod(over * power(under, 3n) * power(over * power(under, 7n), (PRIME - 5n) / 8n));
  const found = mod(under * x * x);
  if (found === over) return x;
  if (found === mod(-over)) return mod(x * ROOT);
  return null;
}

function pointIn(bytes) {
  const number = littleEndian(bytes);
  const y = number & (2n ** 255n - 1n);
  const sign = number >> 255n;
  let x = y < PRIME ? squareRoot(y) : null;
  if (x === null || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = mod(-x);
  return [x, y, 1n, mod(x * y)];
}

function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = ((y1 - x1 + PRIME) * (y2 - x2 + PRIME)) % PRIME;
  const b = ((y1 + x1) * (y2 + x2)) % PRIME;
  const c = (((t1 * 2n * CURVE) % PRIME) * t2) % PRIME;
  const d = (z1 * 2n * z2) % PRIME;
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function twice([x, y, z]) {
  const a = (x * x) % PRIME;
  const b = (y * y) % PRIME;
  const h = a + b;
  const e = h - (x + y) * (x + y);
  const g = a - b;
  const f = 2n * z * z + g;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function bytesOfPoint([x, y, z]) {
  const inverse = power(z, PRIME - 2n);
  const number = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
  return fromHex(number.toString(16).padStart(64, "0")).reverse();
}

const ZERO = [0n, 1n, 1n, 0n];
const BASE = pointIn(fromHex("58" + "66".repeat(31)));

// Whether the owner of this raw public key signed the message.
function isSigned(signature, message, key) {
  if (signature.length !== 64 || key.length !== 32) return false;
  const point = pointIn(key);
  const s = littleEndian(signature.subarray(32));
  if (point === null || s >= ORDER) return false;
  const whole = Uint8Array.from([...signature.subarray(0, 32), ...key, ...message]);
  const k = littleEndian(sha512(whole)) % ORDER;
  const minus = [mod(-point[0]), point[1], 1n, mod(-point[3])];
  const table = [ZERO, BASE, minus, sum(BASE, minus)];
  let found = ZERO;
  for (let bit = 253n; bit >= 0n; bit--) {
    found = twice(found);
    const which = Number((s >> bit) & 1n) + 2 * Number((k >> bit) & 1n);
    if (which) found = sum(found, table[which]);
  }
  return same(bytesOfPoint(found), signature.subarray(0, 32));
}
