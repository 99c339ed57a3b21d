// SPDX-License-Identifier: Apache-2.0
// The same exchange by PouchDB: N observations pushed to a CouchDB-like server and pulled by a fresh one, loopback only.
// Run as: node exchange_by_pouchdb.js FOLDER N   in a folder where pouchdb, express@4 and express-pouchdb are installed.
// Prints one line of JSON: documents a second and CPU microseconds a document (both ends), for push and pull.
'use strict';
const path = require('path');
const { createRequire } = require('module');
const { fork } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');

const [folder, many, role] = process.argv.slice(2);
const here = createRequire(path.join(process.cwd(), 'package.json'));
const PouchDB = here('pouchdb');

const id = () => crypto.randomUUID();
const observation = () => ({
  _id: id(), learner: id(), criterion: id(), assessor: id(), mark: 'Y', at: Date.now(),
  signature: crypto.randomBytes(64).toString('base64'),
  note: 'Works with the tools in order and checks each measure twice before cutting; keeps the bench tidy.'.padEnd(200, '.'),
});
const used = (before) => { const now = process.cpuUsage(before); return now.user + now.system; };

function serve() {
  const express = here('express');
  const app = express();
  const Kept = PouchDB.defaults({ prefix: folder + '/server-' });
  app.use('/db', here('express-pouchdb')(Kept, { mode: 'minimumForPouchDB', inMemoryConfig: true }));
  const start = process.cpuUsage();
  process.on('message', () => process.send({ cpu: used(start) }));
  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
}

const told = (child) => new Promise((resolve) => child.once('message', resolve));
async function cpuOf(child) { child.send('cpu'); return (await told(child)).cpu; }

async function timed(child, work) {
  const remote = await cpuOf(child);
  const own = process.cpuUsage();
  const begun = process.hrtime.bigint();
  await work();
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  const cpu = used(own) + (await cpuOf(child)) - remote;
  return { a_second: many / seconds, cpu_us: cpu / many };
}

async function measure() {
  fs.mkdirSync(folder, { recursive: true });
  const child = fork(__filename, [folder, many, 'server'], { silent: true });
  const { port } = await told(child);
  const remote = `http://127.0.0.1:${port}/db/records`;
  const first = new PouchDB(folder + '/first');
  await first.bulkDocs(Array.from({ length: Number(many) }, observation));
  const push = await timed(child, () => first.replicate.to(remote, { batch_size: 100 }));
  const second = new PouchDB(folder + '/second');
  const pull = await timed(child, () => second.replicate.from(remote, { batch_size: 100 }));
  const { doc_count: count } = await second.info();
  if (count !== Number(many)) throw new Error(`${count} of ${many} arrived`);
  console.log(JSON.stringify({ push, pull }));
  child.kill();
  process.exit(0);
}

if (role === 'server') serve(); else measure().catch((error) => { console.error(error); process.exit(1); });
