import { failureOf, type Failure } from '../../api/failure';

/** How far what was typed is on its way to the server. */
export type Saving =
  | { state: 'idle' }
  | { state: 'typed' }
  | { state: 'saving' }
  | { state: 'saved'; at: number }
  /** It could not be sent, and is tried again by itself. */
  | { state: 'waiting'; failure: Failure }
  /** Refused. After a conflict nothing is sent until the person has chosen. */
  | { state: 'stopped'; failure: Failure };

/** How long after the last key something is saved, in milliseconds. */
const PAUSE = 1_200;
/** How long to wait before a failed save is tried again; longer each time. */
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 30_000;

/**
 * Save what is typed, one save at a time, the newest text last. `send` has to resolve once the
 * server has a value, and `tell` hears each change of state.
 */
export class Autosave<T> {
  private latest: { value: T } | undefined;
  private running: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait = FIRST_WAIT;
  private isStopped = false;
  private isClosed = false;

  constructor(
    private readonly send: (value: T) => Promise<void>,
    private readonly tell: (saving: Saving) => void,
  ) {}

  /** Note what was typed; it is saved after a pause. */
  change(value: T): void {
    this.latest = { value };
    if (this.isStopped) return;
    if (!this.running) this.say({ state: 'typed' });
    this.schedule(PAUSE);
  }

  /** Save now what isn't yet. Resolves to whether the server has everything. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (!this.isStopped && (this.running || this.latest)) {
      const isRetry = this.latest;
      await (this.running ?? this.start());
      if (this.latest && this.latest === isRetry) return false;
    }
    return !this.latest;
  }

  /** Go on after a stop, as when the person has chosen a version. */
  resume(): void {
    this.isStopped = this.isClosed;
    if (this.latest) this.schedule(0);
  }

  /** Give up what isn't saved. */
  drop(): void {
    clearTimeout(this.timer);
    this.latest = undefined;
    this.isStopped = this.isClosed;
    this.say({ state: 'idle' });
  }

  /** Send and tell nothing from now on, as when nobody is logged in any more. */
  close(): void {
    clearTimeout(this.timer);
    this.isClosed = true;
    this.isStopped = true;
  }

  private schedule(after: number): void {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    this.timer = setTimeout(() => void this.flush(), after);
  }

  private start(): Promise<void> {
    this.running = this.attempt().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async attempt(): Promise<void> {
    const sent = this.latest;
    if (!sent) return;
    this.say({ state: 'saving' });
    try {
      await this.send(sent.value);
      this.wait = FIRST_WAIT;
      if (this.latest === sent) this.latest = undefined;
      this.say(this.latest ? { state: 'typed' } : { state: 'saved', at: Date.now() });
    } catch (error) {
      this.failed(failureOf(error));
    }
  }

  private failed(failure: Failure): void {
    if (!failure.passes && failure.status < 500) {
      this.isStopped ||= failure.isConflict;
      return this.say({ state: 'stopped', failure });
    }
    this.say({ state: 'waiting', failure });
    this.schedule(Math.max(this.wait, 1_000 * (failure.retryAfter ?? 0)));
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }

  private say(saving: Saving): void {
    if (!this.isClosed) this.tell(saving);
  }
}
