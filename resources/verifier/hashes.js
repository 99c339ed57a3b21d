// SPDX-License-Identifier: Apache-2.0
// SHA-256 and SHA-512 (FIPS 180-4). Their constants are the first bits of roots of primes, so they are worked out.
"use strict";

const [START, ROUNDS] = (() => {
  const primes = [];
  for (let number = 2; primes.length < 80; number++) if (primes.every((prime) => number % prime)) primes.push(number);
  const root = (square, power) => {
    let low = 0n;
    for (let bit = 1n << 80n; bit; bit >>= 1n) if ((low + bit) ** power <= square) low += bit;
    return BigInt.asUintN(64, low);
  };
  const squares = primes.slice(0, 8).map((prime) => root(BigInt(prime) << 128n, 2n));
  const cubes = primes.map((prime) => root(BigInt(prime) << 192n, 3n));
  const words = (numbers) => Int32Array.from(numbers.flatMap((n) => [Number(BigInt.asIntN(32, n >> 32n)), Number(BigInt.asIntN(32, n))]));
  return [words(squares), words(cubes)];
})();

function padded(message, block, lengthBytes) {
  const size = Math.ceil((message.length + 1 + lengthBytes) / block) * block;
  const whole = new Uint8Array(size);
  whole.set(message);
  whole[message.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(size - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(size - 4, (message.length << 3) >>> 0);
  return view;
}

function sha256(message) {
  const data = padded(message, 64, 8);
  const state = Int32Array.from({ length: 8 }, (_, at) => START[2 * at]);
  const w = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let start = 0; start < data.byteLength; start += 64) {
    for (let t = 0; t < 16; t++) w[t] = data.getInt32(start + 4 * t);
    for (let t = 16; t < 64; t++) {
      const a = w[t - 15];
      const b = w[t - 2];
      w[t] = w[t - 16] + w[t - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[2 * t] + w[t]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] += word));
  }
  return bytesOfWords(state);
}

function bytesOfWords(words) {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  words.forEach((word, at) => view.setInt32(4 * at, word));
  return new Uint8Array(view.buffer);
}

// 64 bits are two words, the high one first. Sums of low words stay below 2 ** 53, so their carry is exact.
function sha512(message) {
  const data = padded(message, 128, 16);
  const state = Int32Array.from(START);
  const w = new Int32Array(160);
  const v = new Int32Array(16);
  const high = (h, l, n) => (n < 32 ? (h >>> n) | (l << (32 - n)) : (l >>> (n - 32)) | (h << (64 - n)));
  const low = (h, l, n) => (n < 32 ? (l >>> n) | (h << (32 - n)) : (h >>> (n - 32)) | (l << (64 - n)));
  for (let start = 0; start < data.byteLength; start += 128) {
    for (let t = 0; t < 32; t++) w[t] = data.getInt32(start + 4 * t);
    for (let t = 32; t < 160; t += 2) {
      const ah = w[t - 30], al = w[t - 29], bh = w[t - 4], bl = w[t - 3];
      const s0h = high(ah, al, 1) ^ high(ah, al, 8) ^ (ah >>> 7);
      const s0l = low(ah, al, 1) ^ low(ah, al, 8) ^ ((al >>> 7) | (ah << 25));
      const s1h = high(bh, bl, 19) ^ high(bh, bl, 61) ^ (bh >>> 6);
      const s1l = low(bh, bl, 19) ^ low(bh, bl, 61) ^ ((bl >>> 6) | (bh << 26));
      const sum = (w[t - 31] >>> 0) + (w[t - 13] >>> 0) + (s0l >>> 0) + (s1l >>> 0);
      w[t + 1] = sum;
      w[t] = w[t - 32] + w[t - 14] + s0h + s1h + Math.floor(sum / 0x100000000);
    }
    v.set(state);
    for (let t = 0; t < 160; t += 2) {
      const eh = v[8], el = v[9], ah = v[0], al = v[1];
      const s1h = high(eh, el, 14) ^ high(eh, el, 18) ^ high(eh, el, 41);
      const s1l = low(eh, el, 14) ^ low(eh, el, 18) ^ low(eh, el, 41);
      const ch = (eh & v[10]) ^ (~eh & v[12]);
      const cl = (el & v[11]) ^ (~el & v[13]);
      const oneLow = (v[15] >>> 0) + (s1l >>> 0) + (cl >>> 0) + (ROUNDS[t + 1] >>> 0) + (w[t + 1] >>> 0);
      const oneHigh = (v[14] + s1h + ch + ROUNDS[t] + w[t] + Math.floor(oneLow / 0x100000000)) | 0;
      const s0h = high(ah, al, 28) ^ high(ah, al, 34) ^ high(ah, al, 39);
      const s0l = low(ah, al, 28) ^ low(ah, al, 34) ^ low(ah, al, 39);
      const mh = (ah & v[2]) ^ (ah & v[4]) ^ (v[2] & v[4]);
      const ml = (al & v[3]) ^ (al & v[5]) ^ (v[3] & v[5]);
      const twoLow = (s0l >>> 0) + (ml >>> 0);
      const twoHigh = (s0h + mh + Math.floor(twoLow / 0x100000000)) | 0;
      v.copyWithin(2, 0, 14);
      const e = (v[9] >>> 0) + (oneLow >>> 0);
      v[8] = v[8] + oneHigh + Math.floor(e / 0x100000000);
      v[9] = e;
      const a = (oneLow >>> 0) + (twoLow >>> 0);
      v[0] = oneHigh + twoHigh + Math.floor(a / 0x100000000);
      v[1] = a;
    }
    for (let at = 0; at < 16; at += 2) {
      const sum = (state[at + 1] >>> 0) + (v[at + 1] >>> 0);
      state[at] = state[at] + v[at] + Math.floor(sum / 0x100000000);
      state[at + 1] = sum;
    }
  }
  return bytesOfWords(state);
}
