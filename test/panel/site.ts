import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AccessRules } from '../../src/access/rules.js';
import { openImportDesk } from '../../src/import/import-desk.js';
import { openSpool } from '../../src/import/spool.js';
import { openAssignments } from '../../src/state/assignments.js';
import { openImports } from '../../src/state/imports.js';
import type { MailToQueue } from '../../src/state/mail-row.js';
import { openOneTimeLinks } from '../../src/state/one-time-links.js';
import { openThrottle } from '../../src/state/throttle.js';
import { openSavedLists } from '../../src/state/saved-lists.js';
import { openSessions } from '../../src/state/sessions.js';
import { panelRoutes } from '../../src/panel/app.js';
import { startPanel } from '../../src/panel/listen.js';
import type { PanelOptions, RequestRecord } from '../../src/panel/options.js';
import { catalogue, openRegion, password, type Region, suffix } from './region.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string;
  readonly headers: Headers;
}

export interface Site {
  readonly url: string;
  readonly routes: ReturnType<typeof panelRoutes>;
  readonly region: Region;
  readonly records: RequestRecord[];
  /** What the pages gave to the queue of mails. */
  readonly mails: MailToQueue[];
  /** Moved by tests. */
  readonly time: { now: number };
  close(): Promise<void>;
}

/** The panel on a free port, over the small region. */
export async function openSite(
  options: Partial<PanelOptions> = {},
  rules?: AccessRules,
): Promise<Site> {
  const records: RequestRecord[] = [];
  const mails: MailToQueue[] = [];
  const time = { now: Date.parse('2026-11-23T09:42:00Z') };
  const clock = (): Date => new Date(time.now);
  const region = await openRegion(clock, rules);
  let files = 0;
  const imports = await openImportDesk({
    schema: region.directory.schema,
    suffix,
    imports: openImports(region.store),
    spool: openSpool(join(region.path, 'imports')),
    clock,
    randomId: () => `i${String((files += 1))}`,
    bytesMax: 1024 * 1024,
    onDefect: (error) => {
      throw error;
    },
  });
  const panel: PanelOptions = {
    directory: region.directory,
    catalogue,
    sessions: openSessions({ store: region.store, clock, random: randomBytes }),
    assignments: openAssignments(region.store),
    savedLists: openSavedLists(region.store),
    imports,
    links: openOneTimeLinks({ store: region.store, clock, random: randomBytes }),
    throttle: openThrottle({ store: region.store, clock }),
    queueMail: (mail) => {
      mails.push(mail);
      return Promise.resolve(true);
    },
    clock,
    random: randomBytes,
    title: 'Annuaire GCS Bretagne',
    publicUrl: undefined,
    secureCookies: false,
    trustedProxies: [],
    observe: (record) => records.push(record),
    ...options,
  };
  const server = await startPanel({ ...panel, host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${String(server.port)}`;
  const close = async (): Promise<void> => {
    await server.close(0);
    await imports.close();
    await region.close();
  };
  const routes = panelRoutes(panel);
  return { url, routes, region, records, mails, time, close };
}

/** A browser without pictures: keeps cookies, does not follow redirections. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  private readonly site: Site;

  constructor(site: Site) {
    this.site = site;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request(path, { headers });
  }

  /** Posts a form with the token of a page. */
  post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: this.site.url, ...headers },
    });
  }

  /** Hands in a file, its fields before it, as the form of a page would. */
  upload(path: string, fields: Record<string, string>, file: File): Promise<Answer> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set('fichier', file);
    return this.request(path, { method: 'POST', body, headers: { Origin: this.site.url } });
  }

  /** Signs in with the form of the page, as a person would. */
  async signIn(login: string, given = password): Promise<Answer> {
    const page = await this.get('/connexion');
    return this.post('/connexion', { jeton: tokenIn(page.text), login, motDePasse: given });
  }

  private async request(
    path: string,
    init: Pick<RequestInit, 'method' | 'body'> & { readonly headers: Record<string, string> },
  ): Promise<Answer> {
    const response = await fetch(`${this.site.url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, Cookie: this.cookieHeader() },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const { status, headers } = response;
    const location = headers.get('location') ?? '';
    return { status, headers, text: await response.text(), location };
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** The value of the first form token in a page. */
export function tokenIn(html: string): string {
  return /name="jeton" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

/** What a reader sees: tags gone, entities read, runs of spaces (the unbreakable too) as one. */
export function readable(html: string): string {
  return html
    .replace(/<(?:script|style)[\s\S]*?<\/(?:script|style)>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ');
}
