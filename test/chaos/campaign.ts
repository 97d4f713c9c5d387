import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Reconciliation } from '../../src/relay/reconcile.js';
import { moveCursor } from '../../src/state/cursors.js';
import { startSmtpRelay } from '../journey/smtp-relay.js';
import { realSchema, storeEntries, suffix, type Values } from '../operations/fixture.js';
import { startStrictReceiver, type StrictReceiver } from '../provision/strict-receiver.js';
import { chanceOf } from '../region/chance.js';
import { type ChaosPlace, numbered, openChaos } from './chaos-directory.js';
import type { LifeOrder } from './relay-life.js';

/** What so many kills left behind. */
export interface ChaosReport {
  readonly rounds: number;
  /** Kills that met a write at the target between its arrival and our reading its answer. */
  readonly inFlight: number;
  readonly persons: number;
  readonly accounts: number;
  readonly logins: number;
  readonly comparison: Reconciliation;
  /** Mails received, and how many there are by Message-ID and recipient. */
  readonly mails: number;
  readonly distinctMails: number;
  /** Requests whose recipients were not all written to by exactly one Message-ID. */
  readonly wronglyMailed: number;
}

/** Compiled or not, as this file is: a thousand lives begin faster without a loader. */
const isCompiled = import.meta.url.endsWith('.js');
const program = fileURLToPath(
  new URL(isCompiled ? 'relay-life.js' : 'relay-life.ts', import.meta.url),
);
const perRound = 2;
const lifeMsMax = 20_000;

/** Kills a relay so many times over one store, then lets one end its work. */
export async function chaos(rounds: number, seed: number): Promise<ChaosReport> {
  const path = mkdtempSync(join(tmpdir(), 'annuaire-chaos-'));
  const webdcr = await startStrictReceiver();
  const smtp = await startSmtpRelay();
  const place: ChaosPlace = { path, webdcr: webdcr.url, smtp: smtp.url };
  const chance = chanceOf(seed);
  const persons = rounds * perRound;
  webdcr.manners.answerMs = 10;
  try {
    await populate(place, persons);
    let inFlight = 0;
    for (let round = 0; round < rounds; round += 1) {
      const mine = [round * perRound, round * perRound + 1];
      const order = { place, persons: mine, address: `VILLE ${String(round)}`, last: false };
      if (await killedLife(order, webdcr, chance.below(20))) inFlight += 1;
    }
    webdcr.manners.fault = () => undefined;
    const all = Array.from({ length: persons }, (_, n) => n);
    const comparison = await lastLife({ place, persons: all, address: 'BREST', last: true });
    const users = [...webdcr.users.values()];
    const known = smtp.mails.map(({ to, messageId, text }) => ({
      person: /\bp\d+@exemple\.bzh/.exec(text ?? '')?.[0] ?? '',
      to: String([to].flat()[0]?.value[0]?.address),
      id: String(messageId),
    }));
    const idsOf = new Map<string, Set<string>>();
    for (const { person, to, id } of known) {
      const key = `${person} ${to}`;
      idsOf.set(key, (idsOf.get(key) ?? new Set()).add(id));
    }
    return {
      rounds,
      inFlight,
      persons,
      accounts: users.length,
      logins: new Set(users.map(({ userName }) => userName)).size,
      comparison,
      mails: known.length,
      distinctMails: new Set(known.map(({ to, id }) => `${to} ${id}`)).size,
      wronglyMailed: [...idsOf.values()].filter((ids) => ids.size > 1).length,
    };
  } finally {
    await webdcr.close();
    await smtp.close();
    rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Kills so long after the first write reached the target; says whether it was under way then:
 * obeyed, and its answer not sent.
 */
async function killedLife(
  order: LifeOrder,
  { manners }: StrictReceiver,
  delayMs: number,
): Promise<boolean> {
  const child = start(order);
  const ended = once(child, 'exit');
  const bound = setTimeout(() => child.kill('SIGKILL'), lifeMsMax);
  const met = await new Promise<boolean>((resolve) => {
    manners.fault = ({ method }) => {
      if (method === 'GET') return undefined;
      manners.fault = () => undefined;
      setTimeout(() => {
        child.kill('SIGKILL');
        resolve(delayMs < manners.answerMs);
      }, delayMs);
      return undefined;
    };
    void ended.then(() => {
      resolve(false);
    });
  });
  await ended;
  clearTimeout(bound);
  return met;
}

async function lastLife(order: LifeOrder): Promise<Reconciliation> {
  const child = start(order);
  const output: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the last life ended with ${String(code)}`);
  return JSON.parse(Buffer.concat(output).toString('utf8')) as Reconciliation;
}

function start(order: LifeOrder): ChildProcess {
  const loader = isCompiled ? [] : ['--import', 'tsx'];
  const args = [...loader, program, JSON.stringify(order)];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function populate(place: ChaosPlace, persons: number): Promise<void> {
  const { store, directory } = openChaos(place);
  const unit = (ou: string): Values => ({ objectClass: 'organizationalUnit', ou });
  const organization = { objectClass: ['organization', 'dcObject'], dc: 'telesantebretagne' };
  const referent = `uid=referent,ou=personnes,${suffix}`;
  await storeEntries(store, realSchema().schema, [
    [suffix, { ...organization, o: 'Bretagne' }],
    [`ou=personnes,${suffix}`, unit('personnes')],
    [`ou=groupes,${suffix}`, unit('groupes')],
    [referent, { ...person('referent'), mail: 'referent@3c.example' }],
    ...Array.from({ length: persons }, (_, n) => [numbered(n), person(`p${String(n)}`)] as const),
    [
      `cn=referents-Cancerologie,ou=groupes,${suffix}`,
      { objectClass: 'groupOfNames', cn: 'referents-Cancerologie', member: referent },
    ],
  ]);
  // What is loaded is no change to tell of.
  await store.write(({ state }) => {
    moveCursor(state, 'webdcr', directory.lastSequence);
    moveCursor(state, 'mails', directory.lastSequence);
  });
  await store.close();
}

const person = (uid: string): Values => ({
  objectClass: ['inetOrgPerson', 'personneAnnuaire'],
  uid,
  cn: uid,
  sn: uid.toUpperCase(),
  givenName: 'TEST',
  mail: `${uid}@exemple.bzh`,
  etat: 'Actif',
});
