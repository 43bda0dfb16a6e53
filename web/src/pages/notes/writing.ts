import type { Note } from '../../shared/notes';
import { session } from '../../session/state';
import { createStore, type Store } from '../../store';
import { Autosave, type Saving } from './autosave';
import { formOf, isEmpty, says, type Kept, type NoteForm } from './form';

/** A note that is being written, as its page shows it. */
export interface Written extends Kept {
  saving: Saving;
  /** After a conflict: how the note stands at the API. */
  theirs: Note | undefined;
}

/** What writing needs of the API and of the drafts. */
interface Around {
  read(): Promise<Note | null>;
  write(form: NoteForm, version: number | undefined): Promise<Note>;
  /** The API has this now. */
  know(note: Note): void;
  /** Keep what isn't saved; forget it once it is. */
  keep(kept: Kept): void;
  forget(): void;
}

/** Writes one note. It outlives the page, so that a note never has two saves under way. */
export class Writing {
  readonly store: Store<Written>;
  private readonly autosave: Autosave<NoteForm>;
  private sent: NoteForm | undefined;
  private isClean: boolean;
  private isClosed = false;

  constructor(
    note: Note | null,
    kept: Kept | undefined,
    private readonly around: Around,
  ) {
    const start = kept ?? { form: formOf(note), version: note?.version };
    this.isClean = !kept;
    this.store = createStore<Written>({ ...start, saving: { state: 'idle' }, theirs: undefined });
    this.autosave = new Autosave<NoteForm>(
      (form) => this.send(form),
      (saving) => this.hear(saving),
    );
    if (kept && !isEmpty(kept.form)) this.autosave.change(kept.form);
  }

  change(form: NoteForm): void {
    this.isClean = false;
    this.update({ form });
    this.keep();
    if (isEmpty(form)) this.autosave.drop();
    else this.autosave.change(form);
  }

  /** Save at once; resolves to the version that has everything, if one has. */
  async flush(): Promise<number | undefined> {
    const isSaved = await this.autosave.flush();
    return isSaved && this.isClean ? this.store.get().version : undefined;
  }

  /** Take up a newer version that was read, where nothing typed stands against it. */
  adopt(note: Note | null): void {
    if (!this.isClean || !note || note.version <= (this.store.get().version ?? 0)) return;
    this.update({ form: formOf(note), version: note.version, saving: { state: 'idle' } });
  }

  /** Try again what was refused: a conflict by showing both versions. */
  retry(): void {
    const { saving } = this.store.get();
    if (saving.state === 'stopped' && saving.failure.isConflict) void this.compare();
    else void this.flush();
  }

  keepMine(): void {
    this.settle(this.store.get().theirs);
    this.autosave.resume();
  }

  takeTheirs(): void {
    const { theirs } = this.store.get();
    if (!theirs) return;
    this.autosave.drop();
    this.isClean = true;
    this.update({ form: formOf(theirs) });
    this.settle(theirs);
    this.around.forget();
  }

  /** Decide later: what was typed stays, and nothing is sent. */
  putOff(): void {
    this.update({ theirs: undefined });
  }

  close(): void {
    this.isClosed = true;
    this.autosave.close();
  }

  private async send(form: NoteForm): Promise<void> {
    this.sent = form;
    const note = await this.around.write(form, this.store.get().version);
    if (!this.isClosed) this.settle(note);
  }

  private hear(saving: Saving): void {
    this.update({ saving });
    if (saving.state === 'saved' && this.store.get().form === this.sent) {
      this.isClean = true;
      this.around.forget();
    }
    if (saving.state === 'stopped' && [409, 412].includes(saving.failure.status))
      void this.compare();
  }

  /** Look at what stands at the API. It may be one's own text whose answer was lost. */
  private async compare(): Promise<void> {
    const theirs = await this.around.read().catch(() => null);
    if (!theirs || this.isClosed) return;
    if (theirs.signedAt) return this.around.know(theirs);
    if (!this.sent || !says(theirs, this.sent)) return this.update({ theirs });
    this.settle(theirs);
    this.autosave.resume();
  }

  /** Go on from this version. */
  private settle(note: Note | undefined): void {
    if (!note) return;
    this.update({ version: note.version, theirs: undefined });
    if (!this.isClean) this.keep();
    this.around.know(note);
  }

  private keep(): void {
    const { form, version } = this.store.get();
    this.around.keep({ form, version });
  }

  private update(change: Partial<Written>): void {
    this.store.set({ ...this.store.get(), ...change });
  }
}

const writings = new Map<string, Writing>();

/** The writing of this name, made where there is none since the log-in. */
export function writingOf(name: string, make: () => Writing): Writing {
  const writing = writings.get(name) ?? make();
  writings.set(name, writing);
  return writing;
}

session.subscribe(() => {
  if (session.get().state === 'in') return;
  for (const writing of writings.values()) writing.close();
  writings.clear();
});
