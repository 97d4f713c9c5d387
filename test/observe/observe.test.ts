import { expect } from 'chai';
import { openLog } from '../../src/observe/log.js';
import { leftBehind } from '../../src/observe/measures.js';
import { openMetrics } from '../../src/observe/metrics.js';

const record = {
  operation: 'search',
  door: 'ldap',
  actor: 'anonymous',
  dn: 'dc=test',
  code: 'success',
  message: '',
  entries: 3,
  durationMs: 1.23456,
  address: '127.0.0.1',
};

describe('the log', () => {
  function linesOf(
    level: Parameters<typeof openLog>[0],
    use: (log: ReturnType<typeof openLog>) => void,
  ) {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string): void =>
      void lines.push(JSON.parse(line) as Record<string, unknown>);
    use(openLog(level, { write }));
    return lines;
  }

  it('is one JSON line per operation', () => {
    const [line] = linesOf('info', (log) => {
      log.operation(record);
    });
    expect(line).to.include({ ...record, level: 'info', event: 'operation', durationMs: 1.235 });
    expect(line?.['time']).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('makes a defect an error, and what the server could not do a warning', () => {
    const lines = linesOf('info', (log) => {
      log.operation({ ...record, code: 'other', defect: 'Error: …' });
      log.operation({ ...record, code: 'busy' });
      log.operation({ ...record, code: 'invalidCredentials' });
    });
    expect(lines.map(({ level }) => level)).to.deep.equal(['error', 'warn', 'info']);
  });

  it('says nothing below its level', () => {
    expect(
      linesOf('warn', (log) => {
        log.operation(record);
      }),
    ).to.deep.equal([]);
    expect(
      linesOf('silent', (log) => {
        log.error('x');
      }),
    ).to.deep.equal([]);
  });

  it('hides a credential that a caller passes by mistake', () => {
    const lines = linesOf('info', (log) => {
      log.info('x', { password: 'secret', request: { userPassword: 'secret', token: 'secret' } });
    });
    expect(JSON.stringify(lines)).not.to.contain('secret');
  });
});

describe('the metrics', () => {
  it('count operations by kind, door and code, and know gauges', async () => {
    const metrics = openMetrics();
    metrics.operation(record);
    metrics.operation({ ...record, code: 'busy', entries: 0 });
    metrics.connectionOpened('ldap');
    metrics.connectionOpened('ldap');
    metrics.connectionClosed('ldap');
    metrics.journalSequence(42);
    metrics.cursor('mail', 40);
    metrics.queue('webdcr', 'dead', 1);
    const text = await metrics.metricsText();
    expect(text.split('\n')).to.include.members([
      'annuaire_operations_total{operation="search",door="ldap",code="success"} 1',
      'annuaire_operations_total{operation="search",door="ldap",code="busy"} 1',
      'annuaire_operation_duration_seconds_count{operation="search",door="ldap"} 2',
      'annuaire_entries_total 3',
      'annuaire_connections{listener="ldap"} 1',
      'annuaire_journal_sequence 42',
      'annuaire_cursor_sequence{cursor="mail"} 40',
      'annuaire_queue_depth{queue="webdcr",state="dead"} 1',
    ]);
  });

  it('are not shared by two servers', async () => {
    const [first, second] = [openMetrics(), openMetrics()];
    first.journalSequence(42);
    expect(await second.metricsText()).to.contain('annuaire_journal_sequence 0');
  });
});

describe('measures of several processes', () => {
  const measured = (operations: number, connections: number) => {
    const metrics = openMetrics();
    for (let count = 0; count < operations; count += 1) metrics.operation(record);
    for (let count = 0; count < connections; count += 1) metrics.connectionOpened('ldap');
    return metrics;
  };

  it('are added up', async () => {
    const [one, two, three] = [measured(2, 1), measured(3, 4), measured(0, 0)];
    const text = await one.metricsText([await two.measures(), await three.measures()]);
    expect(text).to.include(
      'annuaire_operations_total{operation="search",door="ldap",code="success"} 5\n',
    );
    expect(text).to.match(/duration_seconds_bucket\{le="0\.003",.*\} 5\n/);
    expect(text).to.match(/duration_seconds_bucket\{le="0\.001",.*\} 0\n/);
    expect(text).to.match(/^annuaire_entries_total 15$/m);
    expect(text).to.match(/^annuaire_connections\{listener="ldap"\} 5$/m);
    expect(text.match(/^# TYPE annuaire_entries_total/gm)).to.have.length(1);
  });

  it('go on counting when one has ended, whose connections are no more', async () => {
    const [one, gone, before] = [measured(2, 1), measured(3, 4), measured(1, 0)];
    const left = await leftBehind([await before.measures(), await gone.measures()]);
    const text = await one.metricsText([left]);
    expect(text).to.match(/^annuaire_operations_total\{.*\} 6$/m);
    expect(text).to.match(/^annuaire_entries_total 18$/m);
    expect(text).to.match(/^annuaire_connections\{listener="ldap"\} 1$/m);
  });
});
