// SPDX-License-Identifier: Apache-2.0
// The page itself: what was pasted, chosen or seen by the camera, and the answer in the reader's language.
"use strict";

const { words, files } = JSON.parse(document.getElementById("data").textContent);
const part = (id) => document.getElementById(id);
const LOOKS = { genuine: "good", altered: "bad", revoked: "bad", replaced: "warn", expired: "warn", "unknown-issuer": "warn" };
const GREATEST_FILE = 64 << 20;
const MOST_PIXELS = 64000000;
const LONGEST_SIDE = 2400;
let lists = files.map(readList);
let language = "en";
let shown = null;

const say = (word) => words[language][word] || words.en[word] || "";

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function speak(code) {
  language = words[code] ? code : "en";
  document.documentElement.lang = part("language").value = language;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  tellLists();
  if (shown) show(shown);
}

function tellLists() {
  const lines = lists.map((list) => `${list.name} \u2014 ${list.listDate}`);
  part("lists").replaceChildren(...(lines.length ? lines : [say("no-lists")]).map((line) => make("li", line)));
}

function make(tag, text) {
  const one = document.createElement(tag);
  one.textContent = text;
  one.dir = "auto";
  return one;
}

function show(found) {
  shown = found;
  const date = found.listDate || "";
  part("answer").className = found.word ? "warn" : LOOKS[found.result] || "";
  part("answer").dataset.result = found.word || found.result;
  part("result").textContent = found.word ? say("not-read") : say(found.result);
  const isNumber = found.result === "unknown-issuer" && found.reason === "number-alone"; // the reason says it all
  const first = isNumber ? "" : say(`${found.result}-sentence`).replace("{date}", date);
  const sentences = found.word ? [say(found.word)] : [first, say(found.reason)];
  if (found.standsFor) sentences.push(say("stands-for").replace("{root}", found.standsFor));
  part("sentence").textContent = sentences.filter(Boolean).join(" ");
  part("facts").replaceChildren(...rowsOf(found).flatMap(([word, fact]) => [make("dt", say(word)), make("dd", fact)]));
  part("compare").hidden = !found.facts;
  part("answer").hidden = false;
}

function rowsOf({ facts, number, name, title, listDate }) {
  const cut = (fact, text) => (facts && facts.cut.includes(fact) ? `${text} ${say("cut")}`.trim() : text);
  const rows = [["name", cut("name", name)], ["title", cut("title", title)], ["number", number]];
  if (facts)
    rows.push(
      ["latin", cut("latinName", facts.latinName)],
      ["born", facts.birthYear === null ? "" : String(facts.birthYear)],
      ["document", say(`type-${facts.type}`)],
      ["code", facts.code],
      ["units", facts.units.join(", ")],
      ["issuer", cut("issuer", facts.issuer)],
      ["issued", facts.issuedOn],
      ["until", facts.validUntil],
    );
  rows.push(["list", listDate]);
  return rows.filter(([, fact]) => fact);
}

function check(text) {
  if (text.trim()) show(verifyAny(text, lists, today()));
}

async function checkFile(file) {
  if (file.size > GREATEST_FILE) return show({ word: "too-large" });
  const data = new Uint8Array(await file.arrayBuffer());
  const start = latin(data.subarray(0, 1024));
  if (start.includes("%PDF-")) return showAll(textsInPdf(data), "no-code-in-pdf");
  if (/^\x89PNG|^\xff\xd8\xff/.test(start)) return checkPicture(file, data);
  const text = new TextDecoder().decode(data.subarray(0, 16 << 20)).trim();
  if (text.startsWith("{") && !tokenIn(text)) return addList(text);
  return check(text);
}

function showAll(texts, nothing) {
  const found = verifyAll(texts, lists, today());
  show(texts.length && found.reason !== "several" ? found : { word: found.reason || nothing });
}

function addList(text) {
  try {
    lists = withList(lists, text);
    tellLists();
    show({ word: "list-added" });
  } catch (error) {
    show({ word: error.message });
  }
}

// Width and height from the head of a picture, so that one of billions of points is never unpacked.
function pointsIn(data) {
  const view = new DataView(data.buffer);
  if (data[0] === 0x89) return view.getUint32(16) * view.getUint32(20);
  for (let at = 2; at + 9 < data.length; at += 2 + view.getUint16(at + 2)) {
    const marker = data[at + 1];
    if (data[at] !== 0xff) return Infinity;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return view.getUint16(at + 5) * view.getUint16(at + 7);
  }
  return Infinity;
}

const seeing = "BarcodeDetector" in window ? new BarcodeDetector({ formats: ["qr_code"] }) : null;

async function checkPicture(file, data) {
  if (!seeing) return show({ word: "no-eyes" });
  if (pointsIn(data) > MOST_PIXELS) return show({ word: "too-large" });
  try {
    const whole = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(whole.width, whole.height));
    const size = { resizeWidth: Math.max(1, Math.round(whole.width * scale)), resizeHeight: Math.max(1, Math.round(whole.height * scale)) };
    const codes = await seeing.detect(await createImageBitmap(whole, size));
    showAll(codes.map((code) => code.rawValue), "no-code-seen");
  } catch {
    show({ word: "no-code-seen" });
  }
}

async function watch() {
  const video = part("video");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return show({ word: "no-camera" });
  }
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const look = async () => {
    const codes = await seeing.detect(video).catch(() => []);
    const ours = codes.map((code) => code.rawValue).filter(isCode);
    if (!ours.length) return setTimeout(look, 150);
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
    return showAll(ours, "no-code-seen");
  };
  return look();
}

for (const code of Object.keys(words)) part("language").append(new Option(words[code].itself, code));
part("language").addEventListener("change", () => speak(part("language").value));
part("check").addEventListener("click", () => check(part("text").value));
part("choose").addEventListener("click", () => {
  part("file").value = "";
  part("file").click();
});
part("file").addEventListener("change", () => part("file").files[0] && checkFile(part("file").files[0]).catch(() => show({ word: "not-readable" })));
part("camera").addEventListener("click", watch);
part("camera").hidden = !(seeing && navigator.mediaDevices);
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) checkFile(file).catch(() => show({ word: "not-readable" }));
});
speak((navigator.language || "en").slice(0, 2));
