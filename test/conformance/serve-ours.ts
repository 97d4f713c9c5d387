import { startOurs, trusting } from './ours.js';

/** Our server as a process of its own: prints its port, ends with its standard input. */
const server = await startOurs(trusting);
process.stdout.write(`${String(server.port)}\n`);
process.stdin.resume().on('end', () => {
  server.close().then(
    () => process.exit(0),
    (defects: unknown) => {
      process.stderr.write(`${String(defects)}\n`);
      process.exit(1);
    },
  );
});
