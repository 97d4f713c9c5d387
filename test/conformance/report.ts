import { writeFileSync } from 'node:fs';

/** What the checks are about, in the order of the report. */
export const groups = [
  'session',
  'envelope',
  'search',
  'filters',
  'matching',
  'names',
  'compare',
  'add',
  'modify',
  'delete, rename',
  'controls',
  'extended',
  'SASL',
  'TLS',
  'passwords',
  'limits',
  'disclosure',
  'isolation',
] as const;

export type Group = (typeof groups)[number];

/** How one check went; slapd's side is undefined where slapd was not asked. */
export interface Outcome {
  readonly group: Group;
  readonly title: string;
  readonly ours: boolean;
  readonly slapd: boolean | undefined;
  /** Why OpenLDAP is known to answer something else. */
  readonly slapdDeparts: string | undefined;
}

const outcomes: Outcome[] = [];

export function report(outcome: Outcome): void {
  outcomes.push(outcome);
}

const passed = (some: readonly Outcome[], who: 'ours' | 'slapd'): number =>
  some.filter((outcome) => outcome[who]).length;

function tableOf(all: readonly Outcome[]): string[] {
  const line = (name: string, some: readonly Outcome[]): string =>
    [
      name.padEnd(16),
      ...[some.length, passed(some, 'ours'), passed(some, 'slapd')].map((count) =>
        String(count).padStart(7),
      ),
    ].join('');
  return [
    `${'conformance'.padEnd(16)} checks   ours  slapd`,
    ...groups
      .map((group) => [group, all.filter((one) => one.group === group)] as const)
      .filter(([, some]) => some.length > 0)
      .map(([group, some]) => line(group, some)),
    line('all', all),
  ];
}

function listOf(title: string, some: readonly Outcome[]): string[] {
  if (some.length === 0) return [`${title}: none`];
  const lines = some.map(
    ({ group, title: of, slapdDeparts: why }) =>
      `  ${group}: ${of}${why === undefined ? '' : ` (${why})`}`,
  );
  return [`${title}: ${some.length}`, ...lines];
}

/** The counts by group, the checks that neither server passes and those where slapd departs. */
export function reportText(all: readonly Outcome[]): string {
  const fails = ({ slapd }: Outcome): boolean => slapd === false;
  return [
    ...tableOf(all),
    ...listOf(
      'passed by neither',
      all.filter((one) => !one.ours && fails(one)),
    ),
    ...listOf(
      'passed by slapd alone',
      all.filter((one) => !one.ours && one.slapd === true),
    ),
    ...listOf(
      'passed by ours alone',
      all.filter((one) => one.ours && fails(one)),
    ),
  ].join('\n');
}

/** Once, when all files have run; `ANNUAIRE_CONFORMANCE_REPORT=<file>` has it as JSON too. */
after(() => {
  if (outcomes.length === 0) return;
  process.stdout.write(`\n${reportText(outcomes)}\n`);
  const file = process.env['ANNUAIRE_CONFORMANCE_REPORT'];
  if (file !== undefined && file !== '') writeFileSync(file, JSON.stringify(outcomes, null, 1));
});
