/** The receiver of the webDCR bench, in a process of its own so that it takes none of ours. */
import { startStrictReceiver } from '../provision/strict-receiver.js';

const receiver = await startStrictReceiver();
receiver.manners.latencyMs = Number(process.argv[2] ?? 20);
process.on('message', () => process.send?.(receiver.users.size));
process.on('disconnect', () => process.exit(0));
process.send?.(receiver.url);
