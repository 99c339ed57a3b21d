// SPDX-License-Identifier: Apache-2.0
// Codes and credentials in a PDF: the attached credential, or a text that is found in one of its streams.
"use strict";

const GREATEST_STREAM = 1 << 20;
const MOST_STREAMS = 2000;
const IN_TEXT = [/GM1:[0-9A-Z $%*+\-.\/:]{100,}/g, /HTTPS?:\/\/[^\s()<>?#]+\/C\/[A-Z2-7]{100,}/gi];

function* streamsOf(data, text) {
  let at = 0;
  for (let n = 0; n < MOST_STREAMS; n++) {
    at = text.indexOf("stream", at);
    if (at < 0) return;
    const start = at + (text[at + 6] === "\r" ? 8 : 7);
    const end = text.indexOf("endstream", start);
    if (end < 0) return;
    const head = text.slice(Math.max(text.lastIndexOf("obj", at), at - 2000), at);
    yield { head, bytes: data.subarray(start, end) };
    at = end + 9;
  }
}

function contentOf({ head, bytes }) {
  try {
    return head.includes("/FlateDecode") ? unzlib(bytes, GREATEST_STREAM).bytes : bytes;
  } catch {
    return new Uint8Array();
  }
}

function textsInPdf(data) {
  const text = latin(data);
  const streams = [...streamsOf(data, text)];
  const attached = streams.filter(({ head }) => head.includes("/EmbeddedFile"));
  const tokens = attached.map((one) => tokenIn(latin(contentOf(one)))).filter(Boolean);
  if (tokens.length) return tokens;
  const whole = [text, ...streams.map((one) => latin(contentOf(one)))];
  return [...new Set(whole.flatMap((one) => IN_TEXT.flatMap((shape) => one.match(shape) || [])))].map((one) => one.trim());
}
