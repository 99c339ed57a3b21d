// SPDX-License-Identifier: Apache-2.0
// What zlib (RFC 1950) and gzip (RFC 1952) packed, unpacked (RFC 1951), up to a limit.
"use strict";

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const ORDER_OF_LENGTHS = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function codeOf(lengths) {
  const counts = new Uint16Array(16);
  lengths.forEach((length) => counts[length]++);
  counts[0] = 0;
  const offsets = new Uint16Array(17);
  for (let length = 1; length < 16; length++) offsets[length + 1] = offsets[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => length && (symbols[offsets[length]++] = symbol));
  return { counts, symbols };
}

function inflate(data, start, limit) {
  const out = new Uint8Array(limit);
  let size = 0;
  let at = start;
  let held = 0;
  let count = 0;
  const bits = (need) => {
    while (count < need) {
      if (at >= data.length) throw new Error("cut short");
      held |= data[at++] << count;
      count += 8;
    }
    const value = held & ((1 << need) - 1);
    held >>>= need;
    count -= need;
    return value;
  };
  // Bits that fill up a byte are left empty by every writer: whoever sets them changed the code, though not what it says.
  const loose = () => {
    if (held & ((1 << (count & 7)) - 1)) throw new Error("not as it was written");
  };
  const symbol = ({ counts, symbols }) => {
    let code = 0, first = 0, index = 0;
    for (let length = 1; length < 16; length++) {
      code |= bits(1);
      const many = counts[length];
      if (code - many < first) return symbols[index + code - first];
      index += many;
      first = (first + many) << 1;
      code <<= 1;
    }
    throw new Error("no such code");
  };
  const put = (byte) => {
    if (size >= limit) throw new Error("too large");
    out[size++] = byte;
  };
  const stored = () => {
    loose();
    at -= count >> 3;
    held = count = 0;
    const length = data[at] | (data[at + 1] << 8);
    if (at + 4 + length > data.length || (length ^ 0xffff) !== (data[at + 2] | (data[at + 3] << 8))) throw new Error("cut short");
    at += 4;
    for (let n = 0; n < length; n++) put(data[at++]);
  };
  const block = (literals, distances) => {
    for (;;) {
      const found = symbol(literals);
      if (found < 256) put(found);
      else if (found === 256) return;
      else {
        const which = found - 257;
        if (which > 28) throw new Error("no such length");
        const length = LENGTHS[which] + (which < 8 || which === 28 ? 0 : bits((which - 4) >> 2));
        const back = symbol(distances);
        if (back > 29) throw new Error("no such distance");
        const distance = DISTANCES[back] + (back < 4 ? 0 : bits((back - 2) >> 1));
        if (distance > size) throw new Error("too far back");
        for (let n = 0; n < length; n++) put(out[size - distance]);
      }
    }
  };
  const fixed = () => {
    const lengths = Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8));
    block(codeOf(lengths), codeOf(Array(30).fill(5)));
  };
  const dynamic = () => {
    const [literals, distances, codes] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
    const small = Array(19).fill(0);
    for (let n = 0; n < codes; n++) small[ORDER_OF_LENGTHS[n]] = bits(3);
    const code = codeOf(small);
    const lengths = [];
    while (lengths.length < literals + distances) {
      const found = symbol(code);
      if (found < 16) lengths.push(found);
      else {
        if (found === 16 && !lengths.length) throw new Error("nothing to repeat");
        const value = found === 16 ? lengths[lengths.length - 1] : 0;
        const times = found === 16 ? 3 + bits(2) : found === 17 ? 3 + bits(3) : 11 + bits(7);
        for (let n = 0; n < times; n++) lengths.push(value);
      }
    }
    if (lengths.length > literals + distances) throw new Error("too many lengths");
    block(codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals)));
  };
  for (let last = 0; !last; ) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 3) throw new Error("no such block");
    [stored, fixed, dynamic][kind]();
  }
  loose();
  return { bytes: out.slice(0, size), end: at - (count >> 3) };
}

function unzlib(data, limit) {
  if ((data[0] & 15) !== 8 || ((data[0] << 8) | data[1]) % 31 || data[1] & 32) throw new Error("not zlib");
  const { bytes, end } = inflate(data, 2, limit);
  let a = 1, b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  const stated = new DataView(data.buffer, data.byteOffset).getUint32(end);
  if (stated !== ((b << 16) | a) >>> 0) throw new Error("another checksum");
  return { bytes, end: end + 4 };
}

function ungzip(data, limit) {
  if (data[0] !== 31 || data[1] !== 139 || data[2] !== 8 || data[3]) throw new Error("not gzip as it is written here");
  const { bytes, end } = inflate(data, 10, limit);
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let n = 0; n < 8; n++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const view = new DataView(data.buffer, data.byteOffset);
  if (view.getUint32(end, true) !== ~crc >>> 0 || end + 8 !== data.length) throw new Error("another checksum");
  return bytes;
}
