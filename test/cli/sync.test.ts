import { expect } from 'chai';
import { closing } from '../journey/closing.js';
import { annuaire } from '../journey/command.js';
import { dataDirectory, startServiceProcess } from '../journey/service-process.js';
import { until } from '../journey/until.js';

describe('the sync commands', function () {
  this.timeout(60_000);
  const opened = closing();
  let directory: string;

  before(async () => {
    const data = opened.after(dataDirectory(), ({ remove }) => {
      remove();
    });
    directory = data.path;
    opened.after(await startServiceProcess(directory), (each) => each.kill('SIGTERM'));
  });
  after(() => opened.all());

  it('show the demonstration’s persons up to date at webDCR', async () => {
    const persons = await until('everyone sent', async () => {
      const { output } = await annuaire(directory, ['sync', 'status', '--json']);
      const status = JSON.parse(output) as { persons: Record<string, number> };
      return status.persons['en attente'] === 0 ? status.persons : undefined;
    });
    expect(persons['à jour']).to.be.greaterThan(5);
    expect(persons['bloqué']).to.equal(0);
  });

  const commands: readonly (readonly [string, number, RegExp])[] = [
    ['sync run', 0, /looking for work/],
    ['sync reconcile', 0, /accounts read: identique \d+[^]*nothing was changed/],
    ['sync reconcile pierre.barel --repair', 0, /persons are being sent/],
    ['sync reconcile --plan --repair', 64, /either --plan or --repair/],
    ['sync reconcile nobody', 1, /no person nobody/],
    ['sync retry pierre.barel', 0, /tried again|nothing to do/],
    ['sync retry nobody', 1, /no person nobody/],
  ];
  for (const [command, code, message] of commands) {
    it(`answer ${String(code)} to “${command}”`, async () => {
      const result = await annuaire(directory, command.split(' '));
      expect(result.code, result.output).to.equal(code);
      expect(result.output).to.match(message);
    });
  }

  it('say so when no server runs', async () => {
    const other = dataDirectory();
    const result = await annuaire(other.path, ['sync', 'run']);
    other.remove();
    expect(result.code).to.equal(1);
    expect(result.output).to.match(/no server is running/);
  });
});
