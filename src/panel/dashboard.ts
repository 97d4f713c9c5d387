import { dayBars } from './day-bars.js';
import type { DecisionTimes } from './decision-times.js';
import {
  type Panel,
  requireAdministration,
  requireRegional,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import { formOf } from './form-guard.js';
import { importPath } from './import-view.js';
import type { PanelOptions, PanelRouter } from './options.js';
import { PageFault } from './page-fault.js';
import { pendingRequests, type PendingRequest } from './pending-requests.js';
import { momentOf } from './typography.js';

/** « Tableau de bord » : what waits, how fast it goes, and what needs a hand. */
export function dashboardRoutes(panel: Panel, router: PanelRouter): void {
  const { options } = panel;
  router.get('/tableau-de-bord', requireSignIn, requireAdministration, async (ctx) => {
    const signedIn = signedInOf(ctx);
    const { requests, isWhole } = pendingRequests(options, signedIn);
    show(
      panel,
      ctx,
      'tableau-de-bord',
      { heading: 'Tableau de bord', place: 'tableau-de-bord' },
      {
        pending: `${isWhole ? '' : 'plus de '}${String(requests.length)}`,
        ages: agesOf(requests, options.clock()),
        centres: centresOf(options, requests),
        decisions: await decisionView(panel.decisions, options.clock()),
        relay: relayView(options),
        source: signedIn.standing.isAdministrator ? lastSource(options) : undefined,
        mayRelease: signedIn.standing.isAdministrator,
      },
    );
  });
  router.post('/tableau-de-bord/lots', requireSignIn, requireAdministration, async (ctx) => {
    const signedIn = signedInOf(ctx);
    requireRegional(ctx, 'Un lot est libéré par un administrateur régional.');
    const { lot = '', motif = '' } = formOf(ctx);
    const reason = motif.trim().slice(0, 500);
    if (reason === '') throw new PageFault(422, 'Dites pourquoi ce lot peut partir.');
    const isDone = await options.releaseBatch?.({ batch: lot, by: signedIn.dn, reason });
    if (isDone !== true) throw new PageFault(409, 'Ce lot n’est plus retenu.');
    seeOther(ctx, '/tableau-de-bord');
  });
}

const dayMs = 24 * 3_600_000;

const buckets: readonly (readonly [label: string, daysMax: number])[] = [
  ['moins d’un jour', 1],
  ['1 à 2 jours', 2],
  ['2 à 5 jours', 5],
  ['plus de 5 jours', Infinity],
];

/** Pending requests by how long they have waited, with the lengths of their bars in percent. */
function agesOf(requests: readonly PendingRequest[], now: Date): object[] {
  const days = requests.map(({ askedAt }) =>
    askedAt ? (now.getTime() - askedAt.getTime()) / dayMs : 0,
  );
  let above = 0;
  return buckets.map(([label, max]) => {
    const from = above;
    above = max;
    const count = days.filter((each) => each >= from && each < max).length;
    return { label, count, width: share(count, requests.length) };
  });
}

function centresOf(
  { coordinationCentres = [] }: PanelOptions,
  requests: readonly PendingRequest[],
): object[] {
  const lines = [
    ...coordinationCentres.map(({ code, label }) => ({
      label,
      href: `/demandes?centre=${encodeURIComponent(code)}`,
      count: requests.filter(({ centre }) => centre?.code === code).length,
    })),
    {
      label: 'Hors territoire',
      href: '/demandes?centre=hors',
      count: requests.filter(({ centre }) => centre === undefined).length,
    },
  ];
  return lines.map((line) => ({ ...line, width: share(line.count, requests.length) }));
}

const share = (count: number, total: number): number =>
  total === 0 ? 0 : Math.round((count / total) * 100);

async function decisionView(times: DecisionTimes, now: Date): Promise<object | undefined> {
  const known = await times.look(now);
  if (!known) return undefined;
  return {
    median: duration(known.median),
    p95: duration(known.p95),
    count: known.count,
    plot: dayBars(known.perDay, now),
  };
}

/** `3 h`, `2 j 4 h` */
function duration(hours: number): string {
  if (hours < 1) return `${String(Math.max(1, Math.round(hours * 60)))} min`;
  if (hours < 24) return `${String(Math.round(hours))} h`;
  return `${String(Math.floor(hours / 24))} j ${String(Math.round(hours % 24))} h`;
}

/** The file that was applied last: how old what the directory holds is. */
function lastSource({ imports, clock }: PanelOptions): object | undefined {
  const last = imports?.all().find(({ phase, result }) => phase === 'done' && result);
  if (last?.endedAt === undefined) return undefined;
  const hours = (clock().getTime() - last.endedAt) / 3_600_000;
  return { fileName: last.fileName, href: importPath(last.id), age: duration(hours) };
}

const delayLabels = [
  'moins d’une seconde',
  '1 à 10 secondes',
  '10 secondes à 1 minute',
  '1 à 5 minutes',
  'plus de 5 minutes',
] as const;

function spreadOf(counts: readonly number[]): object[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, index) => ({
    label: delayLabels[index] ?? '',
    count,
    width: share(count, all),
  }));
}

function relayView({ relayStatus, relayDelays, clock }: PanelOptions): object | undefined {
  const status = relayStatus?.();
  if (!status) return undefined;
  const { persons, mails, blocked, held, target, oldestWaitMs, reconciliation } = status;
  const delays = relayDelays?.();
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1).replace('.', ',')} s`;
  return {
    persons: Object.entries(persons).map(([state, count]) => ({ state, count })),
    oldest: seconds(oldestWaitMs),
    delays: delays && {
      p50: seconds(delays.p50),
      p95: seconds(delays.p95),
      spread: spreadOf(delays.spread),
    },
    paused: target.pausedUntil && {
      until: momentOf(new Date(target.pausedUntil)),
      reason: target.reason ?? '',
    },
    blocked: blocked.map(({ login, reason }) => ({
      login,
      reason,
      href: `/personnes/${encodeURIComponent(login)}#webdcr`,
    })),
    comparison: reconciliation && {
      when: momentOf(new Date(reconciliation.endedAt)),
      incomplete: reconciliation.incomplete ?? undefined,
      counts: Object.entries(reconciliation.counts).map(([found, count]) => ({ found, count })),
    },
    held: held.map((each) => ({ ...each, since: momentOf(new Date(each.since)) })),
    mailsFailed: mails.failed,
    mailsWaiting: mails.queued + mails.retry + mails.leased,
    now: momentOf(clock()),
  };
}
