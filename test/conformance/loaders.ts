/** What Node needs to run our sources as they are, in its worker threads too. */
export const loaders = ['--import', 'tsx', '--import', './test/threads.mjs'] as const;
