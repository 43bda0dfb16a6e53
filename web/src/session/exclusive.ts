const queues = new Map<string, Promise<unknown>>();

/**
 * Run a task while no other of the same name runs: in any tab where the browser has locks (in all
 * secure contexts), else in this one.
 */
export function exclusively<T>(name: string, task: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request(name, task) as Promise<T>;
  const before = queues.get(name) ?? Promise.resolve();
  const mine = before.then(task, task);
  queues.set(name, mine);
  return mine;
}
