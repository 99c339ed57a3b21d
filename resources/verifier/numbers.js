// SPDX-License-Identifier: Apache-2.0
// Certificate numbers as they are printed, and as somebody types them (ISO 7064 MOD 97-10).
"use strict";

function isValidNumber(text) {
  if (!/^[A-Z]{2}-[A-Z0-9]{1,12}-[0-9A-HJKMNP-TV-Z]{6}-[0-9]{6,9}-[0-9]{2}$/.test(text)) return false;
  let rest = 0;
  for (const character of text.slice(0, -3).replace(/-/g, "")) rest = (rest * 100 + parseInt(character, 36)) % 97;
  return 98 - ((rest * 100) % 97) === Number(text.slice(-2));
}

const LIKE_LATIN = Object.fromEntries([..."АВЕКМНОРСТУХІЅЈ"].map((letter, at) => [letter, "ABEKMHOPCTYXISJ"[at]]));
const ALIKE = { 0: "O", O: "0", 1: "IL", I: "1L", L: "1I" };
const asDigits = (text) => text.replace(/O/g, "0").replace(/[IL]/g, "1");
const asLetters = (text) => text.replace(/0/g, "O").replace(/1/g, "I");

function plainNumber(text) {
  const capitals = text.trim().normalize("NFKC").toUpperCase().replace(/[^]/gu, (one) => LIKE_LATIN[one] || one);
  return capitals
    .replace(/\p{Nd}/gu, (one) => (one < "\u0080" ? one : String(digitValue(one))))
    .replace(/\p{Cf}/gu, "")
    .replace(/[\p{Pd}\p{Zs}\p{Cc}\p{Po}_\u2212]/gu, "-");
}

// The figures of a script stand one after the other from zero to nine.
function digitValue(character) {
  let zero = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && character.codePointAt(0) - zero < 9) zero--;
  return character.codePointAt(0) - zero;
}

function looksTyped(text) {
  const characters = plainNumber(text).replace(/-/g, "");
  return /^[\p{L}\p{N}]{17,32}$/u.test(characters) && /^[0-9]{8}$/.test(asDigits(characters.slice(-8)));
}

function typedNumber(text) {
  const parts = plainNumber(text).split("-").filter(Boolean);
  const characters = parts.join("");
  if (!/^[A-Z0-9]{17,32}$/.test(characters)) return "";
  const splits = parts.length === 5 ? [parts] : [];
  for (let width = 6; width < 10; width++) {
    const end = characters.length - 8 - width;
    if (end >= 3 && end <= 14) {
      const ends = [0, 2, end, end + 6, end + 6 + width, characters.length];
      splits.push(ends.slice(1).map((stop, at) => characters.slice(ends[at], stop)));
    }
  }
  for (const split of splits) for (const number of readings(split)) if (isValidNumber(number)) return number;
  return "";
}

function readings([country, code, tag, counter, check]) {
  const others = [...code].flatMap((one, at) => [...(ALIKE[one] || "")].map((other) => code.slice(0, at) + other + code.slice(at + 1)));
  const codes = [code, ...others];
  const after = [tag, counter, check].map(asDigits);
  return [[country, code, tag, counter, check].join("-"), ...codes.map((one) => [asLetters(country), one, ...after].join("-"))];
}
