import { fixture } from './checklist-fixture.js';
import { startOurs } from './ours.js';
import { Peer } from './peer.js';
import { type Group, report } from './report.js';
import { hasSlapd, startSlapd } from './slapd.js';
import type { Suite } from './suite.js';
import { completeConfiguration } from './slapd-configuration.js';

/** Something a server must do. */
export interface Check {
  /** The number in the list of what servers get wrong, what it is, and the RFC's section. */
  readonly title: string;
  /** Fails by throwing. */
  readonly run: (peer: Peer) => Promise<void>;
  /** Why OpenLDAP does something else, which the RFC does not justify. */
  readonly slapdDeparts?: string;
}

/**
 * Asks our server and OpenLDAP the same, check by check. Where OpenLDAP is known to depart it is
 * asked too, and must depart: what it has learnt since is said.
 */
export function sideBySide(group: Group, checks: readonly Check[], suite: Suite = {}): void {
  describe(`conformance: ${group}`, function () {
    this.timeout(60_000);
    let ours: Peer | undefined;
    let slapd: Peer | undefined;

    before(async () => {
      ours = await Peer.start(() => startOurs(suite.ours, suite.schema));
      if (hasSlapd()) {
        slapd = await Peer.start(() =>
          startSlapd({ configuration: (directory) => completeConfiguration(directory, suite) }),
        );
      }
      for (const peer of [ours, slapd]) {
        await peer?.load([...fixture, ...(suite.entries ?? [])]);
      }
    });
    after(async () => {
      await slapd?.close();
      await ours?.close();
    });

    for (const check of checks) {
      const { title, slapdDeparts } = check;
      it(title, async () => {
        if (!ours) throw new Error('our server has not started');
        const fault = await faultOf(check, ours, answerTimeoutMs);
        const timeoutMs = slapdDeparts === undefined ? answerTimeoutMs : departureTimeoutMs;
        const theirs = slapd && (await faultOf(check, slapd, timeoutMs));
        report({
          group,
          title,
          ours: fault === undefined,
          slapd: slapd && theirs === undefined,
          slapdDeparts,
        });
        const isAsKnown = (theirs === undefined) === (slapdDeparts === undefined);
        const complaints = [
          ...(fault === undefined ? [] : [`ours: ${fault}`]),
          ...(isAsKnown || !slapd ? [] : [`slapd: ${theirs ?? 'it departs no more'}`]),
        ];
        if (complaints.length > 0) throw new Error(complaints.join('\n'));
      });
    }
    if (!hasSlapd()) it.skip('the same, of OpenLDAP (slapd is not installed)');
  });
}

const answerTimeoutMs = 8_000;
/** Of a server that is known not to answer as it should. */
const departureTimeoutMs = 3_000;

/** Why the check fails there; undefined: it passes. */
async function faultOf({ run }: Check, peer: Peer, timeoutMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer'));
    }, timeoutMs);
  });
  let fault: string | undefined;
  try {
    await Promise.race([run(peer), late]);
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  clearTimeout(timer);
  peer.settle(fault !== undefined);
  return fault;
}
