import type { Command } from '../command.js';

export const serve: Command = {
  name: 'serve',
  usage: '',
  summary: 'serve LDAP and the panel until told to stop',
  options: {},
  arity: [0, 0],
  run: ({ serve: start }) => start(),
};
