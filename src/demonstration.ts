import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { projectFile } from './config/project-files.js';
import { captureMails, type MailCapture } from './demo/mails.js';
import { type DemoWebdcr, startDemoWebdcr } from './demo/webdcr.js';
import { directoryDoor } from './import/directory-door.js';
import { applyLdif } from './import/ldif-apply.js';
import { readLdif } from './import/ldif-reader.js';
import { skeleton } from './import/skeleton.js';
import type { Actor } from './operations/actor.js';
import type { Parts } from './serve.js';

/** The demonstration that runs beside a store which it created itself. */
export interface Demonstration {
  readonly mails: MailCapture;
  /** The receiver that stands for webDCR, with the token that it asks for. */
  readonly webdcr: (DemoWebdcr & { readonly token: string }) | undefined;
  close(): Promise<void>;
}

const settingName = 'demonstration';
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);
const restore: Actor = { kind: 'internal', door: 'import', secure: true, name: 'restore' };

/**
 * Fills an empty store with the demonstration directory, and starts what stands for webDCR and
 * for a mail server. Does nothing on a store that someone else filled, nor where other machines
 * could reach accounts whose passwords are public.
 *
 * @throws Error when `ldif/demonstration.ldif` is refused
 */
export async function startDemonstration(parts: Parts): Promise<Demonstration | undefined> {
  const { configuration, clock, local } = parts;
  const { store, catalogue } = local;
  if (configuration.demo === 'off' || !catalogue || !loopback.has(configuration.host)) {
    return undefined;
  }
  if (store.current.entryCount === 0) await loadDemonstration(parts);
  if (store.state.get('settings', settingName) !== true) return undefined;
  const mails = captureMails({ clock, file: join(configuration.dataDirectory, 'courriels.jsonl') });
  const webdcr = configuration.demoPort === 0 ? undefined : await startReceiver(parts);
  return {
    mails,
    webdcr,
    close: async () => {
      await webdcr?.close();
      await mails.close();
    },
  };
}

async function startReceiver({ configuration, clock }: Parts): Promise<Demonstration['webdcr']> {
  const token = randomBytes(24).toString('base64url');
  const { host, demoPort } = configuration;
  const started = await startDemoWebdcr({
    host,
    port: demoPort,
    token,
    clock,
    randomUuid: randomUUID,
  });
  return { ...started, token };
}

async function loadDemonstration({ configuration, local }: Parts): Promise<void> {
  const { directory, catalogue, schema, store } = local;
  // The mark comes first: a start that died half-way is still the demonstration's store.
  await store.write(({ state }) => {
    state.put('settings', settingName, true);
  });
  const door = directoryDoor(directory.as(restore));
  for (const request of skeleton(configuration.suffix, catalogue)) await door.apply(request, []);
  const file = createReadStream(projectFile('ldif/demonstration.ldif'));
  const records = readLdif(withSuffix(file, configuration.suffix));
  const report = await applyLdif(records, door, { schema, update: true, continueOnError: false });
  const [rejection] = report.rejected;
  if (rejection) {
    const { line, dn, message } = rejection;
    throw new Error(`ldif/demonstration.ldif, line ${String(line)}: ${dn}: ${message}`);
  }
}

/** The file is small and written for `@SUFFIX@`. */
async function* withSuffix(file: AsyncIterable<Buffer>, suffix: string): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk);
  yield Buffer.from(Buffer.concat(chunks).toString('utf8').replaceAll('@SUFFIX@', suffix));
}
