import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { Territories } from '../domain/territory.js';
import type { Directory } from '../operations/directory.js';
import { cursorOf, moveCursor } from '../state/cursors.js';
import { decisionMade } from '../state/decision-mails.js';
import type { DurableState, StateWrite } from '../state/durable-state.js';
import { enqueueMail } from '../state/mail-queue.js';
import { enqueueOrGroup } from '../state/mail-digests.js';
import { mailId, type MailToQueue } from '../state/mail-row.js';
import { followUp, followUpEnded } from '../state/request-follow-ups.js';
import { accountNotices } from './account-notices.js';
import { answersOf, type FollowedRow, requestsOf } from './journal-work.js';
import { type MailWork, workOfDecision, workOfRequest } from './mail-work.js';
import type { Pace } from './pace.js';
import type { People } from './people.js';
import type { Diffusion } from './referents.js';
import type { RelayObserver } from './relay-event.js';

export interface MailFollowing {
  readonly directory: Directory;
  readonly people: People;
  readonly store: DurableState;
  readonly catalogue: ServiceCatalogue;
  readonly territories: Territories;
  readonly diffusion: Diffusion;
  readonly publicUrl: string | undefined;
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly observe: RelayObserver;
}

const batchRows = 500;

/**
 * Reads the journal from where the mails stand and queues what it asks for. One transaction
 * moves the cursor and queues, so that a crash neither loses a mail nor queues it twice.
 */
export async function followMails(following: MailFollowing): Promise<void> {
  const { directory, store, clock, observe } = following;
  for (;;) {
    const rows = directory.follow(cursorOf(store.state, 'mails') ?? 0, batchRows);
    const last = rows.at(-1);
    if (!last) return;
    const works: MailWork[] = [];
    for (const row of rows) works.push(...(await worksOf(following, row)));
    const queued = await store.write(({ state }) => {
      if (!moveCursor(state, 'mails', last.sequence)) return [];
      const now = clock().getTime();
      return works.flatMap((work) => carryOut(state, work, { ...following.pace, now }));
    });
    for (const mail of queued) {
      observe({ event: 'mail-queued', mail: mailId(mail), template: mail.template });
    }
  }
}

/** In the order of the row's events: an answer ends what a request before it began. */
async function worksOf(following: MailFollowing, row: FollowedRow): Promise<readonly MailWork[]> {
  const asked = requestsOf(row).map((event) => workOfRequest(following, event));
  const answered = answersOf(row).map(({ event, reason }) =>
    workOfDecision(following, event, reason),
  );
  const works = await Promise.all([...asked, ...answered]);
  const mails = await accountNotices(following, row);
  return [...works.filter((work) => work !== undefined), { kind: 'notices', mails }];
}

/** Returns the mails that were queued. */
function carryOut(
  state: StateWrite['state'],
  work: MailWork,
  pace: Pace & { readonly now: number },
): readonly MailToQueue[] {
  const { now } = pace;
  const forgetAt = now + pace.mailProofMs;
  if (work.kind === 'decision') {
    const { decision } = work;
    followUpEnded(state, decision);
    if (work.followUp) followUp(state, work.followUp);
    const queued = decisionMade(state, decision, { now, forgetAt });
    return queued && decision.mail ? [decision.mail] : [];
  }
  if (work.kind === 'notices') return work.mails.filter((mail) => enqueueMail(state, mail, now));
  followUp(state, work.followUp);
  const rules = { single: pace.digestAbove, windowMs: pace.digestWindowMs, now, forgetAt };
  return work.mails.filter((mail) => enqueueOrGroup(state, mail, rules));
}
