import { expect } from 'chai';
import { parseFilter } from '../../src/model/filter-text.js';
import type { Modification } from '../../src/model/modification.js';
import type { Request } from '../../src/model/request.js';
import {
  dataDirectory,
  type Environment,
  type ServiceProcess,
  startServiceProcess,
} from '../journey/service-process.js';
import { until } from '../journey/until.js';
import { bytesOf, RawClient, search, simpleBind } from '../server/raw-client.js';

export const suffix = 'dc=telesantebretagne,dc=org';
export const rootDn = `cn=admin,${suffix}`;
export const rootPassword = 'Menhir-Racine-61';
export const personDn = (login: string): string => `uid=${login},ou=personnes,${suffix}`;

/** The demonstration, served by workers of the built program. */
export class WorkersUnderTest {
  readonly #data = dataDirectory();
  readonly #clients: RawClient[] = [];
  #service: ServiceProcess | undefined;
  #probes = 0;

  async start(environment: Environment = {}): Promise<void> {
    this.#service = await startServiceProcess(this.#data.path, {
      ANNUAIRE_WORKERS: '2',
      ANNUAIRE_ROOT_PASSWORD: rootPassword,
      ANNUAIRE_DEMO_PORT: '0',
      ...environment,
    });
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#service?.kill('SIGKILL');
    this.#data.remove();
  }

  get service(): ServiceProcess {
    if (!this.#service) throw new Error('the service has not been started');
    return this.#service;
  }

  /** A connection to one of the workers. */
  async open(): Promise<Client> {
    const raw = await RawClient.open(this.service.ports.ldap);
    this.#clients.push(raw);
    return new Client(raw);
  }

  async openAs(dn: string, password: string): Promise<Client> {
    const client = await this.open();
    expect(await client.bind(dn, password)).to.equal('success');
    return client;
  }

  /** Connections of the root DN. */
  openMany(count: number): Promise<Client[]> {
    return Promise.all(Array.from({ length: count }, () => this.openAs(rootDn, rootPassword)));
  }

  /** The process that serves a connection, as its log says. */
  async workerOf(client: Client): Promise<number> {
    this.#probes += 1;
    const dn = `cn=probe-${String(this.#probes)}`;
    await client.ask(search(dn));
    const line = await until('the line of a probe', () =>
      this.service.log.find((each) => each['dn'] === dn),
    );
    return Number(line['worker']);
  }

  /** The workers that have begun to serve, in order. */
  get started(): readonly number[] {
    return this.service.log
      .filter(({ event }) => event === 'worker-started')
      .map(({ worker }) => Number(worker));
  }
}

/** One request at a time, and what came of it. */
export class Client {
  readonly raw: RawClient;
  #lastId = 0;

  constructor(raw: RawClient) {
    this.raw = raw;
  }

  /** The code of the result; `closed` when the connection ended instead. */
  async ask(request: Request): Promise<string> {
    this.#lastId += 1;
    this.raw.send(bytesOf(this.#lastId, request));
    const [, code = 'closed'] = (await this.raw.result()).split(' ');
    return code;
  }

  bind(dn: string, password: string): Promise<string> {
    return this.ask(simpleBind(dn, password));
  }

  modify(dn: string, attribute: string, ...values: readonly string[]): Promise<string> {
    const change: Modification = {
      kind: 'replace',
      attribute,
      values: values.map((value) => Buffer.from(value)),
    };
    return this.ask({ kind: 'modify', dn, changes: [change] });
  }

  add(dn: string, attributes: Readonly<Record<string, readonly string[]>>): Promise<string> {
    return this.ask({
      kind: 'add',
      dn,
      attributes: Object.entries(attributes).map(([attribute, values]) => ({
        attribute,
        values: values.map((value) => Buffer.from(value)),
      })),
    });
  }

  /** Values of an attribute of each entry found by a filter. */
  async find(filter: string, attribute: string, base = suffix): Promise<string[][]> {
    this.#lastId += 1;
    const request = search(base, {
      scope: 'sub',
      filter: parseFilter(filter),
      attributes: [attribute],
    });
    this.raw.send(bytesOf(this.#lastId, request));
    const found: string[][] = [];
    for (;;) {
      const message = await this.raw.next();
      if (!message) throw new Error('the connection has ended');
      if (message.response.kind === 'result') {
        expect(message.response.result.code).to.equal('success');
        return found;
      }
      if (message.response.kind !== 'entry') continue;
      const { attributes } = message.response;
      found.push(attributes.flatMap(({ values }) => values.map((value) => value.toString())));
    }
  }
}
