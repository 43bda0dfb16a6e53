import { useParams } from 'wouter';
import { useTexts } from '../../i18n';
import { ClientName } from '../../shared/Name';
import { useNote, type NoteKind } from '../../shared/notes';
import { useSession } from '../../shared/sessions';
import { useFormats } from '../../time/formats';
import { ButtonLink, Page, Read } from '../../ui';
import { NoteEditor } from './NoteEditor';
import styles from './notes.module.css';
import { SignedNote } from './SignedNote';
import { noteTexts } from './texts';

/** Both notes of a session, beside one another. */
export default function NotePage() {
  const t = useTexts(noteTexts);
  const { sessionId = '' } = useParams();
  const query = useSession(sessionId);
  const format = useFormats();
  return (
    <Page
      title={t.one}
      wide
      actions={<ButtonLink to={`/app/sessions/${sessionId}`}>{t.session}</ButtonLink>}
    >
      <Read query={query}>
        {(session) => (
          <>
            <h2>
              <ClientName id={session.clientId} />, {format.dayAndTime(session.startsAt)}
            </h2>
            <div className={styles.both}>
              <OneNote key={`${sessionId}-shared`} sessionId={sessionId} kind="shared" />
              <OneNote key={`${sessionId}-private`} sessionId={sessionId} kind="private" />
            </div>
          </>
        )}
      </Read>
    </Page>
  );
}

function OneNote({ sessionId, kind }: { sessionId: string; kind: NoteKind }) {
  const query = useNote(sessionId, kind);
  return (
    <Read query={query}>
      {(note) =>
        note?.signedAt ? (
          <SignedNote note={note} />
        ) : (
          <NoteEditor sessionId={sessionId} kind={kind} note={note} />
        )
      }
    </Read>
  );
}
