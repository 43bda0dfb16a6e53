import { answered, api, type Schemas } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useProfileId, useRole } from '../../session/session';
import { auditTexts } from '../../shared/auditTexts';
import { TherapistName } from '../../shared/Name';
import { useFormats } from '../../time/formats';
import { PagedList, Section } from '../../ui';
import { settingsTexts } from './texts';

type Event = Schemas['EventAnswer'];

/** What an event is called; a later release's name that isn't known yet stays as it is. */
export function EventName({ event }: { event: string }) {
  const known: Readonly<Record<string, string>> = useTexts(auditTexts);
  return <>{known[event] ?? event}</>;
}

/** Who did and who read what: to a client about their record, to a therapist about their acts. */
export function AuditPart() {
  const t = useTexts(settingsTexts);
  const isClient = useRole() === 'client';
  const list = usePaged(['audit', 'settings'], (cursor) =>
    answered(api.GET('/me/audit', { params: { query: { limit: 50, ...(cursor && { cursor }) } } })),
  );
  return (
    <Section title={t.parts.audit}>
      <p className="quiet">{isClient ? t.auditIntro.client : t.auditIntro.other}</p>
      <PagedList list={list} label={t.parts.audit} empty={t.noAudit} keyOf={(each) => each.eventId}>
        {(each) => <EventLine event={each} />}
      </PagedList>
    </Section>
  );
}

function EventLine({ event }: { event: Event }) {
  const format = useFormats();
  return (
    <p>
      <strong>
        <EventName event={event.event} />
      </strong>
      {' · '}
      <Who event={event} />
      {' · '}
      <span className="quiet small">{format.dayAndTime(event.happenedAt)}</span>
    </p>
  );
}

function Who({ event }: { event: Event }) {
  const t = useTexts(settingsTexts);
  const by: Readonly<Record<string, string>> = t.by;
  const me = useProfileId();
  if (event.actorId === me) return <>{t.byYou}</>;
  if (event.role === 'therapist') return <TherapistName id={event.actorId} />;
  return <>{by[event.role] ?? event.role}</>;
}
