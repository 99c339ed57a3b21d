// SPDX-License-Identifier: Apache-2.0
// Bytes as texts, and back. Every reader throws for a text that its writer would not write.
"use strict";

const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const bytesOf = (text) => new TextEncoder().encode(text);
const latin = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function fromHex(text) {
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) throw new Error("not hexadecimal");
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function fromBits(text, alphabet, width) {
  const bytes = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new Error("not in this alphabet");
    held = ((held << width) | value) & 0xffff;
    bits += width;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
    }
  }
  if (bits >= width || held & ((1 << bits) - 1)) throw new Error("cut short or continued");
  return Uint8Array.from(bytes);
}

const fromBase32 = (text) => fromBits(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5);
const fromBase64 = (text) =>
  fromBits(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6);

function fromBase45(text) {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const bytes = [];
  for (let start = 0; start < text.length; start += 3) {
    const group = text.slice(start, start + 3);
    let value = 0;
    for (const character of [...group].reverse()) {
      const digit = alphabet.indexOf(character);
      if (digit < 0) throw new Error("not Base45");
      value = value * 45 + digit;
    }
    if (group.length === 1 || value >= 256 ** (group.length - 1)) throw new Error("not Base45");
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

function base58(bytes) {
  const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let number = BigInt("0x0" + hex(bytes));
  let text = "";
  for (; number; number /= 58n) text = alphabet[Number(number % 58n)] + text;
  return text;
}

const multikey = (key) => "z" + base58(Uint8Array.from([0xed, 0x01, ...key]));
